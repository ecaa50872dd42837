// What was measured, in a table and a sentence, and in the book's explorers; and a file of it.

import alignment from "../alignment.js";
import descent from "../descent.js";
import { button, element } from "../parts/elements.js";
import { modelOf } from "../parts/model.js";
import { sentence, table } from "../parts/text.js";
import { LEVELS, lengthOf } from "./measure.js";
import { resultText } from "./result.js";
import { classesCaption, classRowsOf, drawnOf, drawnSome, rowsOf, verdict } from "./words.js";

const STEPS = 100_000;
const CAPTION =
  "τ: alignment at that threshold, as a share of ‖y‖², and in brackets that of 95 of 100 " +
  "shuffles of the labels. Out of reach: what of them no linear model of these features fits. " +
  "Steps: of gradient descent until it has fitted so much of the rest, at half of the largest " +
  "step size that converges.";
const CONSTANT = "+ 1: the constant feature. ";
const BANDED =
  "In brackets the upper end of the band of shuffled labels, known for classes as large as the " +
  "chosen one.";

export const results = ({ data: { desk } }) => {
  const node = element("div", { hidden: true });
  let shown = null;
  let ends = [];
  const clear = () => ends.forEach((end) => end?.());
  desk.listen(({ result }) => {
    if (result === shown) return;
    shown = result;
    clear();
    node.hidden = !result;
    node.replaceChildren();
    ends = result ? show(node, result) : [];
  });
  return { node, destroy: clear };
};

/** Fill the node; returns what ends that. */
function show(node, result) {
  const said = sentence((now) => now.says ?? verdict(now))({});
  const rows = layersTable(result, rowsOf);
  said.draw(result);
  const file = button("download", "Download the result", () => download(result));
  const [first, second] = [element("div"), element("div")];
  const hint = element("p", { className: "ra-hint" }, `${result.bias ? CONSTANT : ""}${CAPTION}`);
  const some = drawnSome(result);
  node.append(
    said.node,
    rows,
    hint,
    ...classesOf(result),
    file,
    ...(some ? [element("p", { className: "ra-hint" }, some)] : []),
    first,
    second,
  );
  const told = { layers: drawnOf(result) };
  const names = told.layers.map(({ name }) => name);
  return [
    said.destroy,
    alignment.render({ el: first, model: modelOf(alignmentTraits(told, names)) }),
    descent.render({ el: second, model: modelOf(descentTraits(told, names)) }),
  ];
}

/** A long name may go on in the next line after a word of it. */
const broken = (name) => name.split(/(?<=[_./-])/).flatMap((part) => [part, element("wbr")]);

/** A table with a column a layer. */
function layersTable(result, rows, caption) {
  const names = result.layers.map(({ name }) =>
    element("span", { "data-layer": name }, ...broken(name)),
  );
  const { node, draw } = table(["", ...names], rows, caption)({});
  node.classList.add("ra-measured");
  draw(result);
  return node;
}

/** All classes side by side, where they were measured. */
function classesOf(result) {
  if (!result.classes?.length) return [];
  const some = result.classes.some(({ isBanded }) => isBanded);
  return [
    layersTable(result, classRowsOf, classesCaption(result)),
    ...(some ? [element("p", { className: "ra-hint" }, BANDED)] : []),
  ];
}

const alignmentTraits = ({ layers }, names) => ({
  representations: layers,
  threshold: LEVELS[1] * Math.max(...layers.map(({ sigma }) => lengthOf(sigma))),
  normalized: true,
  shown: names,
});

const descentTraits = ({ layers }, names) => ({
  curves: layers,
  ratio: 0.5,
  step: 10,
  max_steps: STEPS,
  focus: names[0],
  shown: names,
  own: [],
  own_start: [],
  puzzles: [],
});

function download(result) {
  const file = new Blob([resultText(result)], { type: "application/json" });
  const href = URL.createObjectURL(file);
  element("a", { href, download: "spectra.json" }).click();
  URL.revokeObjectURL(href);
}
