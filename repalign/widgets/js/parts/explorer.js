// What every explorer is: a section of parts, bound to the traits of an anywidget model.

import { element } from "./elements.js";
import { followLinks, linkButtons } from "./links.js";
import { bounded, follow } from "./state.js";

/**
 * What the module of an explorer exports, made of:
 *
 * - `title`, its name to a screen reader;
 * - `data(traits)`, what it reads of the model once; the traits themselves where it is left out;
 * - `limits(data)`, the rules of its state, { trait: rule } of `state.js`;
 * - `state(at, data)`, what follows from the traits of the state, which keep to their rules;
 * - `panels(data)`, `controls(data)` and `foot(data)`, lists of parts.
 *
 * A part is a function of the page, { data, state, now, change }, that returns { node, draw,
 * destroy }. `state` is bounded, `now()` what follows from it too, `change(values)` sets traits.
 * `draw(now)` runs once a frame however many of them changed.
 *
 * `render` is anywidget's; `follow({ model, query, initial })` sets the state that an address asks
 * for.
 */
export function explorer({ data: read = (traits) => traits, ...spec }) {
  const of = (model) => read(new Proxy({}, { get: (_, name) => model.get(name) }));
  return {
    render: ({ model, el }) => mount(spec, of(model), model, el),
    follow: (wish) => follow(wish, spec.limits(of(wish.model))),
  };
}

function mount({ title, limits, panels, controls, foot, ...spec }, data, model, el) {
  const rules = limits(data);
  const state = bounded(model, rules);
  const now = () => {
    const at = state.all();
    return { ...at, ...spec.state(at, data) };
  };
  const change = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, state.fit(name, value));
    model.save_changes();
  };
  const page = { data, state, now, change };
  const made = [panels, controls, foot].map((list) => list(data).map((make) => make(page)));
  const parts = made.flat();
  const go = following(model, rules);
  el.append(section(title, made, linkButtons(model.get("links"), go)));
  level(el);
  const ends = [
    followLinks(model.get("page_key"), el, go),
    redrawing(model, () => {
      const shown = now();
      for (const part of parts) part.draw?.(shown);
    }),
    ...parts.map(({ destroy }) => destroy),
  ];
  return () => ends.forEach((end) => end?.());
}

function section(title, made, links) {
  const [panels, controls, foot] = made.map((parts) => parts.map(({ node }) => node));
  return element(
    "section",
    { className: "repalign", role: "group", "aria-label": title },
    element(
      "div",
      { className: panels.length === 4 ? "ra-panels ra-four" : "ra-panels" },
      ...panels,
    ),
    element("div", { className: "ra-controls" }, ...controls),
    ...links,
    ...foot,
  );
}

/** Headings one level below that of the page's section. */
function level(el) {
  const above = el.closest("section")?.querySelector("h1, h2, h3");
  const depth = Number(above?.tagName[1] ?? 1) + 1;
  for (const each of el.querySelectorAll("h4")) each.ariaLevel = depth;
}

/** What sets the state of a link; what the link does not name becomes what it is now. */
function following(model, rules) {
  const names = model.get("page_state");
  const initial = Object.fromEntries(names.map((name) => [name, model.get(name)]));
  return (query) => {
    follow({ model, query, initial }, rules);
    model.save_changes();
  };
}

/** Draw now, and once a frame in which the model changes; returns what ends that. */
function redrawing(model, draw) {
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
    model.off("change", redraw);
    cancelAnimationFrame(pending);
  };
}
