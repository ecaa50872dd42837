// What happens at a few moments, in words that light up one after another.

import { element } from "./elements.js";

const unbroken = (text) => text.replaceAll(" %", "\u00a0%");

/** Buttons that lead to values of a trait; list: [{ at, when, text }, ...], ascending. */
export const moments = (name, label, list) => (page) => {
  const buttons = list.map(({ at, when, text }) => {
    const onclick = () => page.change({ [name]: at });
    const properties = {
      type: "button",
      className: "ra-moment",
      "data-control": "moment",
      onclick,
    };
    return element(
      "button",
      properties,
      element("b", {}, when),
      element("span", {}, unbroken(text)),
    );
  });
  const node = element("div", { className: "ra-moments", role: "group", "aria-label": label });
  node.append(...buttons);
  const draw = (now) => {
    const current = list.findLastIndex(({ at }) => at <= now[name]);
    buttons.forEach((each, i) => {
      each.classList.toggle("ra-passed", i < current);
      each.setAttribute("aria-current", i === current ? "step" : "false");
    });
  };
  return { node, draw };
};
