// Handles in charts: what a reader takes hold of to set a trait. The slider of the same trait is
// the way for keys and screen readers.

import { select } from "d3-selection";
import { holdAlong, holdStill, take } from "./touch.js";

/**
 * The handles of a chart, one for each of its option `drag`:
 *
 *   { x | y: trait }           along an axis, where the trait is the coordinate itself
 *   { x | y: trait, places }   where it is an index of `places(now, data)`, ascending coordinates
 *
 * and `sets(value, now)`, the traits that a move sets, where these are others than the one, as
 * where the coordinate is no trait but follows from one. `scales()` are the chart's.
 */
export function handles(svg, drag, page, scales) {
  const made = [drag ?? []].flat().map((each) => handle(svg, each, page, scales));
  return { draw: (now) => made.forEach((draw) => draw(now)) };
}

function handle(svg, { places, ...spec }, { data, state, change }, scales) {
  const axis = "x" in spec ? "x" : "y";
  const name = spec[axis];
  const { sets = (value) => ({ [name]: value }) } = spec;
  const group = select(svg).append("g").attr("class", `ra-handle ra-along-${axis}`);
  group.attr("data-handle", name).attr("aria-hidden", "true");
  const strip = group.append("path").attr("class", "ra-strip");
  const grips = ["ra-grip-area", "ra-grip"].map((each) =>
    group.append("circle").attr("class", each),
  );
  let [at, stops, seen] = [0, null, null];
  const move = (pixel) =>
    change(sets(valueAt(pixel, scales()[axis], stops, state.rule(name)?.values), seen));
  moving(group.node(), axis, { start: () => at, move });
  holdStill(group.node(), ".ra-grip-area");
  holdAlong(strip.node(), axis);
  return (now) => {
    const { x, y } = scales();
    seen = now;
    stops = places?.(now, data);
    at = scales()[axis](stops ? stops[now[name]] : now[name]);
    const [[left, right], [bottom, top]] = [x.range(), y.range()];
    strip.attr("d", axis === "x" ? `M${at},${top}V${bottom}` : `M${left},${at}H${right}`);
    const [across, down] = axis === "x" ? [at, top] : [right, at];
    for (const grip of grips) grip.attr("cx", across).attr("cy", down);
  };
}

/** The trait's value at a pixel of its axis: an index of places, one of a rule's values, or any. */
export function valueAt(pixel, scale, places, values) {
  if (places) return nearestTo(pixel, places.map(scale));
  if (values) return values[nearestTo(pixel, values.map(scale))];
  return Number(scale.invert(pixel).toPrecision(3));
}

function nearestTo(target, pixels) {
  const gaps = pixels.map((each) => Math.abs(each - target));
  return gaps.indexOf(Math.min(...gaps));
}

/** Held where it was taken, so that it does not jump. `start()` and `move(to)` are in pixels. */
function moving(node, axis, { start, move }) {
  let offset = null;
  const at = (event) => event[axis === "x" ? "clientX" : "clientY"];
  select(node)
    .on("pointerdown", (event) => {
      if (event.button) return;
      offset = start() - at(event);
      take(node, event);
    })
    .on("pointermove", (event) => offset !== null && move(at(event) + offset))
    .on("pointerup pointercancel", () => {
      offset = null;
    });
}
