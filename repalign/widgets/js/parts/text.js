// What an explorer says: numbers as text, read-outs, a table, a sentence.

import { element, scrolling, write } from "./elements.js";

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)} %`;

/** Three significant digits, without an exponent where a reader would not expect one. */
export function compact(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}

/** Named values as text. labels: { name: label }; texts(now, data): { name: text } */
export const readouts = (labels, texts) => (page) => {
  const values = Object.keys(labels).map((name) => element("b", { "data-readout": name }));
  const pairs = Object.values(labels).map((label, i) => element("span", {}, label, values[i]));
  const draw = (now) => {
    const said = texts(now, page.data);
    for (const value of values) write(value, String(said[value.dataset.readout]));
  };
  return { node: element("div", { className: "ra-readouts" }, ...pairs), draw };
};

/**
 * A table whose rows are made anew at every change.
 *
 * heads: nodes or texts, a column each. rows(now, data): [{ head: [node, ...], texts: [[name,
 * text], ...], ... }], where names are those of read-outs and what else there is becomes an
 * attribute of the row.
 */
export const table = (heads, rows, caption) => (page) => {
  const head = element(
    "tr",
    {},
    ...heads.map((each) => (each ? element("th", { scope: "col" }, ...[each].flat()) : corner())),
  );
  const body = element("tbody");
  const title = caption ? [element("caption", {}, caption)] : [];
  const whole = element("table", {}, ...title, element("thead", {}, head), body);
  const draw = (now) => refresh(body, rows(now, page.data).map(row));
  return { node: scrolling("ra-table", whole), draw };
};

/** Only rows that differ change: the page is laid out for less. */
function refresh(body, made) {
  if (made.length !== body.children.length) return body.replaceChildren(...made);
  made.forEach((next, i) => {
    if (!next.isEqualNode(body.children[i])) body.children[i].replaceWith(next);
  });
}

/** No heading: a heading without text says nothing to who listens. */
const corner = () => element("td");

function row({ head, texts, ...attributes }) {
  const cells = texts.map(([name, text]) => element("td", { "data-readout": name }, text));
  return element("tr", attributes, element("th", { scope: "row" }, ...head), ...cells);
}

/** A sentence that says what is seen, `say(now, data)`; announced when the reader pauses. */
export const sentence = (say) => (page) => {
  const shown = element("p", { className: "ra-summary" });
  const spoken = element("p", { className: "ra-spoken", role: "status" });
  let timer = null;
  const draw = (now) => {
    write(shown, say(now, page.data));
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = shown.textContent;
    }, 600);
  };
  return { node: element("div", {}, shown, spoken), draw, destroy: () => clearTimeout(timer) };
};
