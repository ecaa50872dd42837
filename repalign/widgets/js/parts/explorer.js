// What every explorer is: a section of parts, bound to the traits of an anywidget model.

import { button, element } from "./elements.js";
import { followLinks, linkButtons } from "./links.js";
import { bounded, follow } from "./state.js";

/**
 * What the module of an explorer exports, made of:
 *
 * - `title`, its name to a screen reader;
 * - `data(traits)`, what it reads of the model once; the traits themselves where it is left out;
 * - `limits(data)`, the rules of its state, { trait: rule } of `state.js`;
 * - `state(at, data)`, what follows from the traits of the state, which keep to their rules;
 * - `head(data)`, `panels(data)`, `controls(data)` and `foot(data)`, lists of parts; the first may
 *   be left out;
 * - `ready(data)`, a promise to wait for before it counts as drawn, if there is anything to wait
 * for.
 *
 * A part is a function of the page, { model, data, state, now, set, change, redraw }, that returns
 * { node, draw, destroy }. `state` is bounded, `now()` what follows from it too; `change(values)`
 * sets traits for the reader, `set(values)` so that neither the address nor a kernel hears of it.
 * `draw(now)` runs once a frame however many of them changed, or when `redraw()` asked for it.
 *
 * `render` is anywidget's; `follow({ model, query, initial })` sets the state that an address asks
 * for.
 */
export function explorer({ data: read = (traits) => traits, ...spec }) {
  const of = (model) => read(new Proxy({}, { get: (_, name) => model.get(name) }));
  const render = ({ model, el }) => {
    const data = of(model);
    const end = mount(spec, data, model, el);
    return spec.ready ? spec.ready(data).then(() => end) : end;
  };
  return {
    render,
    follow: (wish) => follow(wish, spec.limits(of(wish.model))),
  };
}

const NONE = () => [];

function mount({ title, limits, head = NONE, panels, controls, foot, ...spec }, data, model, el) {
  const rules = limits(data);
  const state = bounded(model, rules);
  const now = () => {
    const at = state.all();
    return { ...at, ...spec.state(at, data) };
  };
  const set = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, state.fit(name, value));
  };
  const change = (values) => {
    set(values);
    model.save_changes();
  };
  const page = { model, data, state, now, set, change, redraw: () => redraw() };
  const made = [head, panels, controls, foot].map((list) => list(data).map((make) => make(page)));
  const parts = made.flat();
  const go = following(model, rules);
  el.append(section(title, made, linkButtons(model.get("links"), go)));
  level(el);
  const { redraw, end } = redrawing(model, () => {
    const shown = now();
    for (const part of parts) part.draw?.(shown);
  });
  const ends = [
    followLinks(model.get("page_key"), el, go),
    end,
    ...parts.map(({ destroy }) => destroy),
  ];
  return () => ends.forEach((end) => end?.());
}

function section(title, made, links) {
  const [head, panels, controls, foot] = made.map((parts) => parts.map(({ node }) => node));
  return element(
    "div",
    { className: "repalign", role: "group", "aria-label": title },
    ...head,
    ...(panels.length > 1 ? [tabs(panels)] : []),
    grid(panels),
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

/** Three panels side by side where there is room, or two of four. */
function grid(panels) {
  const node = element("div", { className: "ra-panels" }, ...panels);
  const count = panels.filter(({ classList }) => !classList.contains("ra-whole")).length;
  node.style.setProperty("--ra-columns", count === 4 ? 2 : Math.min(count, 3));
  return node;
}

/** Buttons with the panels' names, which a narrow screen shows one at a time. */
function tabs(panels) {
  const show = (chosen) => {
    panels.forEach((panel, i) => {
      panel.classList.toggle("ra-away", i !== chosen);
      buttons[i].setAttribute("aria-pressed", i === chosen);
    });
  };
  const buttons = panels.map((panel, i) =>
    button(`panel-${i}`, panel.querySelector("h4").textContent, () => show(i)),
  );
  show(0);
  return element("div", { className: "ra-tabs", role: "group", "aria-label": "Panel" }, ...buttons);
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

/** Draw now, and once a frame in which the model changes or `redraw` is called, until `end` is. */
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
  const end = () => {
    model.off("change", redraw);
    cancelAnimationFrame(pending);
  };
  return { redraw, end };
}
