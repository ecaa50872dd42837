// What is measured: layers, labels, classes; made anew when other files come.

import { button, element, field } from "../parts/elements.js";
import { POOLS } from "./arrays.js";
import { classes, columnsOf } from "./choice.js";
import { columnsField, note } from "./columns.js";
import { amount, duration } from "./cost.js";

const NUMBER = "the number itself, centred";
const OTHERS = "all others";
const MISSING = {
  features: "No features yet: add an array of samples × features (.npy, .npz) or a table (.csv).",
  labels:
    "No labels yet: add a vector with a label for every sample, or a table with such a column.",
};

export const choices = ({ data: { desk } }) => {
  const node = element("div", { className: "ra-yours", hidden: true });
  let shown = null;
  desk.listen(({ found, choice, plan, busy, result }) => {
    node.hidden = !found;
    const now = JSON.stringify([found, choice]);
    if (found && now !== shown) {
      const held = document.activeElement?.dataset?.control;
      const open = [...node.querySelectorAll("details[open]")].map(({ dataset }) => dataset.fold);
      node.replaceChildren(...fields(desk, found, choice), starting(desk));
      for (const each of node.querySelectorAll("details"))
        each.open = open.includes(each.dataset.fold);
      if (node.contains(document.activeElement) === false && held) refocus(node, held);
    }
    shown = now;
    const start = node.querySelector('[data-control="measure"]');
    if (start) offer(start, plan, busy || result);
  });
  return { node };
};

/** What was made anew has the focus of what it replaces. */
const refocus = (node, control) =>
  node.querySelector(`[data-control="${CSS.escape(control)}"]`)?.focus();

function fields(desk, found, choice) {
  const missing = Object.keys(MISSING).filter((kind) => !found[kind].length);
  if (missing.length) return missing.map((kind) => element("p", { role: "status" }, MISSING[kind]));
  const deep = choice.layers.some((each) => each.deep);
  const tables = choice.layers.filter(({ columns }) => columns);
  return [
    layersField(desk, found, choice),
    ...tables.flatMap((table) => columnsField(desk, table, choice)),
    select(
      desk,
      "labels",
      "Labels",
      found.labels.map((each) => [each.name, each]),
      choice.labels,
      (labels) => ({
        labels,
        ...classes(labels),
      }),
    ),
    ...classFields(desk, choice),
    ...(choice.labels.oneHot ? [note(oneHot(choice.labels))] : []),
    ...(deep ? [poolField(desk, choice)] : []),
  ];
}

const oneHot = ({ name }) =>
  `“${name}” has one 1 in each row (one-hot): the class is its place, counted from 0.`;

/** What of a layer is measured. */
const sizeOf = (layer, choice) =>
  layer.columns ? [layer.shape[0], columnsOf(layer, choice).kept.length] : layer.shape;

function layersField(desk, { features }, choice) {
  const { layers } = choice;
  const isChosen = ({ name }) => layers.some((each) => each.name === name);
  const boxes = features.map((feature) => {
    const change = () => {
      const others = layers.filter(({ name }) => name !== feature.name);
      desk.choose({ layers: isChosen(feature) ? others : [...layers, feature] });
    };
    const checked = isChosen(feature);
    const disabled = !checked && layers.length === 4;
    const name = `layer ${feature.name}`;
    const input = { type: "checkbox", checked, disabled, onchange: change, "data-control": name };
    return element(
      "label",
      {},
      field("input", input),
      `${feature.name}, ${sizeOf(feature, choice).join(" × ")}`,
    );
  });
  const title = features.length > 4 ? "Layers, up to four" : "Layers";
  return element("fieldset", { className: "ra-choice" }, element("legend", {}, title), ...boxes);
}

function classFields(desk, { labels, positive, negative }) {
  if (!labels.classes) return [];
  const all = labels.classes.map(([value, count]) => [`${value} (${count})`, value]);
  const first = [...all, ...(labels.numeric ? [[NUMBER, undefined]] : [])];
  const rest = [[OTHERS, undefined], ...all.filter(([, value]) => value !== positive)];
  const one = select(desk, "positive", "Class", first, positive, (value) => ({ positive: value }));
  if (positive === undefined) return [one];
  return [
    one,
    select(desk, "negative", "against", rest, negative, (value) => ({ negative: value })),
  ];
}

function poolField(desk, { pool }) {
  const options = Object.entries(POOLS).map(([name, text]) => [text, name]);
  return select(desk, "pool", "Arrays of more than two axes", options, pool, (value) => ({
    pool: value,
  }));
}

/** A native menu of [[text, value], ...]. */
function select(desk, name, label, options, chosen, values) {
  const same = ([, value]) => value === chosen || (value?.name && value.name === chosen?.name);
  const node = field(
    "select",
    {
      className: "ra-button",
      "data-control": name,
      onchange: () => desk.choose(values(options[node.selectedIndex][1])),
    },
    ...options.map(([text]) => element("option", {}, text)),
  );
  node.selectedIndex = options.findIndex(same);
  return element("label", { className: "ra-field" }, label, node);
}

const starting = (desk) => button("measure", "Measure", () => desk.measure());

/** What takes longer waits for the reader. */
function offer(node, plan, busy) {
  node.hidden = !plan || Boolean(busy);
  if (plan) {
    const [time, memory] = [duration(plan.seconds), amount(plan.bytes)];
    node.textContent = `Measure: about ${time}, ${memory} of memory a layer`;
  }
}
