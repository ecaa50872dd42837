// A native menu, for more options than radio buttons can show.

import { element } from "./controls.js";

/** One of many options. options: [[value, text], ...] */
export function menu({ label, name, options, onInput }) {
  const items = options.map(([value, text]) => element("option", { value: String(value) }, text));
  const select = element("select", { className: "ra-button", "data-control": name, "data-lm-suppress-shortcuts": "true" }, ...items);
  select.addEventListener("change", () => onInput(options[select.selectedIndex][0]));
  const node = element("div", { className: "ra-choice" }, element("label", {}, label, select));
  const set = (value) => (select.selectedIndex = options.findIndex(([each]) => each === value));
  return { node, set };
}
