// What paints labels and sets points of the plane: the pointer, with the brush that is chosen, or
// keys.

import { field } from "../parts/elements.js";
import { paintedOver } from "../parts/painted.js";
import { fromPixel } from "./canvas.js";
import { isPlanar } from "./tasks.js";

export const BRUSH = 0.12; // of the plane, around what is painted
const KEY_STEP = 0.06;
const MOST = 200; // points of the reader's own
const TRAIL = 0.12; // between points that one stroke sets

/** The brushes and the label that each paints; 0 takes paint, or a point, off. */
export const BRUSHES = { none: null, "+1": 1, "−1": -1, eraser: 0 };

/** A button for the keys, and what makes `target`, the picture of the plane, paint. */
export function brushOf(page, target) {
  const apply = (place, label) => page.change(painted(page.now(), place, label));
  pointing(page, target, apply);
  const { node, place } = keyboard(page, apply);
  const draw = ({ data, brush }) => {
    node.hidden = !isPlanar(data);
    target.classList.toggle("ra-painting", isPlanar(data) && BRUSHES[brush] !== null);
  };
  return { node, draw, place };
}

const apart = ([x, y], [a, b]) => Math.hypot(x - a, y - b);
const tidy = (value) => Number(value.toFixed(3));

function pointing({ state }, target, apply) {
  let last = null; // where a stroke has painted
  const isWanted = () => isPlanar(state.get("data")) && BRUSHES[state.get("brush")] !== null;
  const paint = ({ offsetX, offsetY }) => {
    const { clientWidth: width, clientHeight: height } = target;
    const place = [fromPixel(offsetX, width), -fromPixel(offsetY, height)].map(tidy);
    if (last?.length && state.get("data") === "drawn" && apart(place, last) < TRAIL) return;
    last = place;
    apply(place, BRUSHES[state.get("brush")]);
  };
  target.addEventListener("pointerdown", (event) => {
    if (event.button || !isWanted()) return;
    last = [];
    target.setPointerCapture(event.pointerId);
    paint(event);
  });
  target.addEventListener("pointermove", (event) => last && paint(event));
  const end = () => {
    last = null;
  };
  for (const name of ["pointerup", "pointercancel"]) target.addEventListener(name, end);
  const hold = (event) => isWanted() && event.preventDefault();
  target.addEventListener("touchstart", hold, { passive: false });
}

/** Keys move a brush, seen while the button has the focus, and paint under it. */
function keyboard(page, apply) {
  let place = [0, 0];
  const move = (x, y) => () => {
    const within = (value) => Math.max(-1, Math.min(1, tidy(value)));
    place = [within(place[0] + x * KEY_STEP), within(place[1] + y * KEY_STEP)];
    node.setAttribute("aria-description", `brush at ${place.join(", ")}`);
    page.redraw();
  };
  const paint = (label) => () => apply(place, label);
  const keys = {
    ArrowLeft: move(-1, 0),
    ArrowRight: move(1, 0),
    ArrowUp: move(0, 1),
    ArrowDown: move(0, -1),
    "+": paint(1),
    "-": paint(-1),
    0: paint(0),
  };
  const onkeydown = (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };
  const seen = { onfocus: page.redraw, onblur: page.redraw };
  const node = field(
    "button",
    {
      type: "button",
      className: "ra-button ra-brush-button",
      "data-control": "brush-keys",
      onkeydown,
      ...seen,
    },
    "Keyboard brush: arrows move it, + and − paint, 0 erases",
  );
  return { node, place: () => (document.activeElement === node ? place : null) };
}

/** The traits after a stroke at a place. */
function painted(now, [x, y], label) {
  const distance = (each) => apart(each, [x, y]);
  if (now.data === "drawn" && now.showing === "first") {
    if (label) return { epoch: 0, points: [...now.points, [x, y, label]].slice(-MOST) };
    const nearest = Math.min(BRUSH, ...now.points.map(distance));
    return { epoch: 0, points: now.points.filter((each) => distance(each) !== nearest) };
  }
  if (!now.shown) return {};
  const { x: places, y: labels } = now.shown.task;
  const under = Array.from(labels.keys()).filter(
    (i) => distance([places[2 * i], places[2 * i + 1]]) <= BRUSH,
  );
  if (now.showing === "first") return { epoch: 0, painted: paintedOver(now.painted, under, label) };
  return { second: "painted", painted_second: paintedOver(now.painted_second, under, label) };
}
