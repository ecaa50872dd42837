// What every explorer is: a section with panels, controls and read-outs, bound to the traits of an anywidget model.

import { element, key } from "./controls.js";
import { followLinks, linkButtons } from "./links.js";
import { bounded, follow } from "./state.js";

/**
 * What the module of an explorer exports.
 *
 * `limits(model)` returns the rules of its state, { trait: rule } of `state.js`, made from the data that the model holds;
 * `build` is as in `mount`. `render` is anywidget's. `follow({ model, query, initial })` sets the state that a link or an
 * address asks for, within the limits.
 */
export const explorer = (limits, build) => ({
  render: ({ model, el }) => mount({ model, el }, limits(model), build),
  follow: (wish) => follow(wish, limits(wish.model)),
});

/**
 * Build a section and keep it in step with the model.
 *
 * `build({ model, change })` returns { title, panels, controls, foot, draw, destroy }: nodes, and the function that shows
 * the state. Its `model` has `get` alone, within the rules. `change(values)` sets traits; `draw` runs once a frame however
 * many of them changed.
 */
function mount({ model, el }, rules, build) {
  const state = bounded(model, rules);
  const change = (values) => {
    Object.entries(values).forEach(([name, value]) => model.set(name, state.fit(name, value)));
    model.save_changes();
  };
  const initial = Object.fromEntries(model.get("page_state").map((name) => [name, model.get(name)]));
  const go = (query) => {
    follow({ model, query, initial }, rules);
    model.save_changes();
  };
  const { title, panels, controls, foot = [], draw, destroy } = build({ model: state, change });
  el.append(
    element(
      "section",
      { className: "repalign", "aria-label": title },
      element("div", { className: panels.length === 4 ? "ra-panels ra-four" : "ra-panels" }, ...panels),
      element("div", { className: "ra-controls" }, ...controls),
      ...linkButtons(model.get("links"), go),
      ...foot,
    ),
  );
  const unlink = followLinks(model.get("page_key"), el, go);
  let pending = 0;
  const redraw = () => {
    pending ||= requestAnimationFrame(() => {
      pending = 0;
      draw();
    });
  };
  model.on("change", redraw);
  draw();
  return () => {
    unlink();
    model.off("change", redraw);
    cancelAnimationFrame(pending);
    destroy();
  };
}

/** A panel with a heading and a legend, [[class, text], ...]; the chart goes into its node. */
export function panel(heading, legend = []) {
  const keys = legend.map(([name, text]) => element("span", {}, key(name), text));
  const node = element("div", { className: "ra-panel" }, element("h4", {}, heading));
  if (keys.length) node.append(element("p", { className: "ra-legend" }, ...keys));
  return node;
}

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;

/** Three significant digits, without an exponent where a reader would not expect one. */
export function compact(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}
