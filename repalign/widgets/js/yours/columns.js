// Which columns of a table are features: behind a summary, with a check box each.

import { element, field } from "../parts/elements.js";
import { columnsOf } from "./choice.js";

const MOST = 60; // check boxes that a reader can look through

/** The columns of a table, and a word on those that are left out unasked. */
export function columnsField(desk, table, choice) {
  const { all, kept } = columnsOf(table, choice);
  const title = `Columns of ${table.name}: ${kept.length} of ${all.length}`;
  const boxes = all.map((name) => box(desk, table, choice, name));
  const many = `The page offers a choice of up to ${MOST} columns: leave others out of the file.`;
  const inner =
    all.length > MOST
      ? element("p", { className: "ra-hint" }, many)
      : element("div", { className: "ra-choice", role: "group", "aria-label": title }, ...boxes);
  const fold = { className: "ra-columns", "data-fold": table.name };
  const counting = table.counting.filter((name) => all.includes(name) && !kept.includes(name));
  return [
    element("details", fold, element("summary", {}, title), inner),
    ...(counting.length ? [note(leftOut(table, counting))] : []),
  ];
}

export const note = (text) => element("p", { className: "ra-hint", role: "status" }, text);

export const leftOut = ({ name }, counting) =>
  `Left out of “${name}”: ${counting.map((each) => `“${each}”`).join(", ")}, whole numbers that ` +
  "only count the rows.";

function box(desk, table, { left }, name) {
  const without = left[table.name];
  const checked = !without.includes(name);
  const onchange = () => {
    const now = checked ? [...without, name] : without.filter((each) => each !== name);
    desk.choose({ left: { ...left, [table.name]: now } });
  };
  const control = `column ${table.name}: ${name}`;
  const input = field("input", { type: "checkbox", checked, onchange, "data-control": control });
  return element("label", {}, input, name);
}
