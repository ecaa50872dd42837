// Every setting of a sweep before and after training, and any two compared (Figure 6).

import { chart } from "./parts/chart.js";
import { choice, levelSlider, menu, numbered } from "./parts/controls.js";
import { key } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { band, cursor, fractions, levelAxis, point, SHARES, share, step } from "./parts/marks.js";
import { indexOf, nearestOf } from "./parts/state.js";
import { compact, percent, readouts, sentence, table } from "./parts/text.js";

const COLORS = ["ra-c1", "ra-c3", "ra-c4", "ra-c5"];
const INPUTS = "ra-c2";
const WHEN = { start: "ra-c3", trained: "ra-c1" };
const HEADS = ["setting", "before", "after", "± error", "shuffled labels", "right sign", "epochs"];
const AHEAD = 0.005; // shares that differ by less are called equal
const READOUTS = { tau: "threshold τ", samples: "samples", inputs: "share of the inputs" };

export default explorer({
  title: "Networks explorer",
  limits: ({ datasets, splits, sweeps, settings, levels }) => ({
    dataset: indexOf(datasets),
    split: indexOf(splits),
    sweep: indexOf(sweeps),
    first: indexOf(settings),
    second: indexOf(settings),
    level: nearestOf(levels),
  }),
  state,
  panels: () => [
    chart(
      "Before training",
      "Alignment of the final hidden layer against the threshold before training, " +
        "a curve a setting, and of the inputs",
      startSpec,
      { legend: { [INPUTS]: "inputs" } },
    ),
    chart(
      "After training",
      "The same after training; the area at the bottom is what shuffled labels reach",
      trainedSpec,
    ),
    chart(
      "A less B",
      "Alignment of setting A less that of setting B against the threshold, " +
        "after and before training, with standard errors",
      differenceSpec,
      { legend: { [WHEN.trained]: "after", [WHEN.start]: "before" } },
    ),
  ],
  controls: ({ datasets, splits, sweeps, settings }) => [
    choice("dataset", "Data", numbered(datasets)),
    choice("split", "Samples", numbered(splits)),
    choice("sweep", "Sweep", numbered(sweeps.map(([name]) => name))),
    levelSlider(),
    menu("first", "Setting A", () => settings),
    menu("second", "Setting B", () => settings),
  ],
  foot: () => [
    readouts(READOUTS, ({ tau, n, inputs, k }) => ({
      tau: compact(tau),
      samples: String(n),
      inputs: share(inputs, k),
    })),
    table(
      HEADS,
      ({ members, k }) => members.map((each) => row(each, k)),
      "Shares of ‖y‖² with σ ≥ τ, means",
    ),
    sentence(sentenceOf),
  ],
});

/** With every setting of the sweep, its name and its color. */
function state({ dataset, split, sweep, first, second, level }, { levels, sweeps, data }) {
  const samples = data[dataset][split];
  const [A, B] = [first, second].map((index) => samples.settings[index]);
  const members = sweeps[sweep][1].map(([text, index], i) => {
    const mark = `${index === first ? "A" : ""}${index === second ? "B" : ""}`;
    return { ...samples.settings[index], text, color: COLORS[i], mark };
  });
  return { ...samples, k: levels.indexOf(level), tau: level * Math.sqrt(samples.n), members, A, B };
}

const startSpec = (now, data) => curvesSpec(now, data, "start");

function trainedSpec(now, data) {
  const { marks, ...axes } = curvesSpec(now, data, "trained");
  const { levels } = data;
  const chance = band(
    levels,
    levels.map(() => 0),
    fractions(now.A.null),
  );
  return { ...axes, marks: [chance, ...marks] };
}

function curvesSpec({ inputs, members, level, k }, { levels }, when) {
  const curves = members.map((each) => fractions(each[when]));
  const letters = members.map(({ mark }, i) => letter(mark, level, curves[i][k]));
  return {
    x: levelAxis(levels),
    y: SHARES,
    marks: [
      cursor(level),
      step(levels, fractions(inputs), INPUTS),
      ...members.map(({ color }, i) => step(levels, curves[i], color)),
      ...members.map(({ color }, i) => point(level, curves[i][k], color)),
      ...letters.filter(({ text }) => text),
    ],
  };
}

/** A to the left of its dot, B to the right. */
function letter(mark, x, y) {
  const left = mark === "A";
  return {
    type: "text",
    x,
    y,
    text: mark,
    anchor: left ? "end" : "start",
    dx: left ? -8 : 8,
    dy: 4,
  };
}

function differenceSpec({ A, B, level, k }, { levels }) {
  const lines = Object.entries(WHEN).map(([name, color]) => {
    const values = fractions(A[name].map((value, i) => value - B[name][i]));
    const errors = A[`${name}_error`].map(
      (error, i) => Math.hypot(error, B[`${name}_error`][i]) / 1000,
    );
    const [low, high] = [-1, 1].map((side) => values.map((value, i) => value + side * errors[i]));
    return {
      area: band(levels, low, high),
      curve: step(levels, values, color),
      dot: point(level, values[k], color),
    };
  });
  const each = (mark) => lines.map((line) => line[mark]);
  return {
    x: levelAxis(levels),
    y: { label: "difference of the shares", domain: [-1.05, 1.05] },
    marks: [
      { type: "rule", y: 0 },
      cursor(level),
      ...each("area"),
      ...each("curve"),
      ...each("dot"),
    ],
  };
}

/** Of the table. */
function row({ text, color, mark, accuracy, epochs, ...curves }, k) {
  const letters = mark ? ` (${[...mark].join(", ")})` : "";
  const shares = ["start", "trained", "trained_error", "null"].map((name) =>
    share(curves[name], k),
  );
  const [start, trained, error, chance] = shares;
  return {
    "data-setting": text,
    head: [key(color), ` ${text}${letters}`],
    texts: Object.entries({
      start,
      trained,
      error,
      null: chance,
      accuracy: percent(accuracy),
      epochs,
    }),
  };
}

function sentenceOf(
  { inputs, k, level, A, B, first, second, dataset, split },
  { datasets, splits, settings },
) {
  const told = ([letter, name, each]) =>
    `${letter}, ${name}: ${share(each.start, k)} before, ${share(each.trained, k)} after ` +
    `training, ${side(each.trained[k], inputs[k])} the inputs.`;
  return [
    `${datasets[dataset]}, ${splits[split]}, τ = ${compact(level)} √n:`,
    `the inputs hold ${share(inputs, k)}.`,
    ...[
      ["A", settings[first], A],
      ["B", settings[second], B],
    ].map(told),
  ].join(" ");
}

function side(share, inputs) {
  const ahead = (share - inputs) / 1000;
  return ahead > AHEAD ? "above" : ahead < -AHEAD ? "below" : "level with";
}
