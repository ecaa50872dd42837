// Pairs of classes to choose from, drawn.

import { panel } from "./chart.js";
import { drawing } from "./drawings.js";
import { element, field } from "./elements.js";

const NOTE =
  "Drawings of our own: CIFAR's photographs, 32 pixels wide, have no licence to be shown.";

/** What stands for a class: its drawing and its name. */
const classOf = (name) => element("span", { className: "ra-class" }, drawing(name), name);

/** The two classes of a pair, drawn. */
const drawn = ([one, other]) =>
  element("span", { className: "ra-pair" }, classOf(one), "or", classOf(other));

/** A panel with a radio button a pair, by its index: `pairs(now)` are [class, class] each. */
export const gallery = (name, heading, pairs) => (page) => {
  const node = panel(heading);
  const group = `ra-${name}-${Math.random().toString(36).slice(2)}`;
  const list = element("div", {
    className: "ra-gallery",
    role: "radiogroup",
    "aria-label": heading,
  });
  node.append(list, element("p", { className: "ra-hint" }, NOTE));
  const radio = (_, i) =>
    field("input", {
      type: "radio",
      value: String(i),
      name: group,
      "data-control": name,
      onchange: () => page.change({ [name]: i }),
    });
  let [shown, radios] = ["", []];
  const draw = (now) => {
    const all = pairs(now);
    if (shown !== all.join()) {
      shown = all.join();
      radios = all.map(radio);
      list.replaceChildren(...all.map((pair, i) => element("label", {}, radios[i], drawn(pair))));
    }
    radios.forEach((each, i) => {
      each.checked = i === now[name];
    });
  };
  return { node, draw };
};

/** A part with the classes that `classes(now, data)` names drawn beneath its heading. */
export const pictured = (make, classes) => (page) => {
  const { node, draw, ...part } = make(page);
  const picture = element("div", { className: "ra-pictured" });
  node.querySelector("h4").after(picture);
  let shown = "";
  return {
    ...part,
    node,
    draw: (now) => {
      const pair = classes(now, page.data);
      if (shown !== pair.join()) picture.replaceChildren(drawn(pair));
      shown = pair.join();
      draw(now);
    },
  };
};
