// What training does to the final hidden layer: one network, among others like it (Figure 6).

import { chart } from "./parts/chart.js";
import { around, comparisonRows, differenceSpec, LEGEND, WHEN } from "./parts/comparison.js";
import { choice, levelSlider, menu, numbered } from "./parts/controls.js";
import { element } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { folded, group } from "./parts/folded.js";
import { band, cursor, fractions, levelAxis, point, SHARES, share, step } from "./parts/marks.js";
import { kept } from "./parts/math.js";
import { indexOf, nearestOf } from "./parts/state.js";
import { compact, percent, readouts, sentence, table } from "./parts/text.js";

const INPUTS = "ra-c2";
const HEADS = ["setting", "before", "after ± error", "shuffled labels", "right sign", "epochs"];
const AHEAD = 0.005; // shares that differ by less are called equal
const READOUTS = { inputs: "share of the inputs", tau: "threshold τ", samples: "samples" };

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
      "The final hidden layer, before and after training",
      "Alignment of the chosen network's final hidden layer against the threshold, before and " +
        "after training, with standard errors; the other settings of the sweep as thin lines; " +
        "the inputs; the area at the bottom is what shuffled labels reach",
      curvesSpec,
      {
        legend: {
          ...LEGEND,
          [INPUTS]: "inputs",
          "ra-thin ra-c6": "thin: the other settings",
          "ra-band": "standard error; at the bottom, shuffled labels",
        },
        height: 280,
        drag: { x: "level" },
      },
    ),
  ],
  controls: ({ datasets }) => [
    settingChoice,
    choice("dataset", "Data", numbered(datasets)),
    levelSlider(),
  ],
  foot: (data) => [
    sentence(sentenceOf),
    folded(
      "More: other sweeps, test samples, two networks compared, all numbers",
      more(data),
      leads,
    ),
  ],
});

/** What begins folded. */
const more = ({ splits, settings }) => [
  group("ra-choices", [
    sweepChoice,
    choice("split", "Samples", numbered(splits)),
    menu("second", "Compare with", () => settings),
  ]),
  chart(
    "The chosen network less the one compared",
    "Alignment of the chosen network less that of the one compared against the threshold, " +
      "before and after training, with standard errors",
    differenceSpec,
    { legend: { ...LEGEND, "ra-band": "standard error" }, height: 200, drag: { x: "level" } },
  ),
  table(["", "chosen", "compared", "difference, in points"], comparisonRows),
  table(
    HEADS,
    ({ members, chosen, k }) => members.map((each) => row(each, chosen, k)),
    "The whole sweep: shares of ‖y‖² with σ ≥ τ, means over networks",
  ),
  readouts(READOUTS, ({ tau, n, inputs, k }) => ({
    tau: compact(tau),
    samples: String(n),
    inputs: share(inputs, k),
  })),
];

/** A choice that a reader would not see while it is folded. */
const leads = ({ sweep, split, members, first }) =>
  sweep > 0 || split > 0 || members.every(({ index }) => index !== first);

/** With the settings of the sweep and the two that are compared, each with its name. */
function state(
  { dataset, split, sweep, first, second, level },
  { levels, sweeps, settings, data },
) {
  const samples = data[dataset][split];
  const [name, texts] = sweeps[sweep];
  const members = texts.map(([text, index]) => ({
    ...samples.settings[index],
    index,
    text,
    name: `${name} ${text}`,
  }));
  const of = (index) =>
    members.find((each) => each.index === index) ?? {
      ...samples.settings[index],
      index,
      name: settings[index],
    };
  return {
    ...samples,
    k: levels.indexOf(level),
    tau: level * Math.sqrt(samples.n),
    members,
    chosen: of(first),
    compared: of(second),
  };
}

/** The settings of the sweep, under its name. */
function settingChoice(page) {
  const parts = page.data.sweeps.map(([name, members]) => {
    const options = members.map(([text, index]) => [index, text]);
    return choice("first", `${name[0].toUpperCase()}${name.slice(1)}`, options)(page);
  });
  const node = element("div");
  const draw = (now) => {
    const part = parts[now.sweep];
    if (node.firstChild !== part.node) node.replaceChildren(part.node);
    part.draw(now);
  };
  return { node, draw };
}

/** Another sweep begins with the last of its settings. */
function sweepChoice(page) {
  const { sweeps } = page.data;
  const change = ({ sweep }) => page.change({ sweep, first: sweeps[sweep][1].at(-1)[1] });
  return choice("sweep", "Sweep", numbered(sweeps.map(([name]) => name)))({ ...page, change });
}

// Points of a curve stay the same array, which is not drawn again.
const pointsOf = kept((thousandths, levels) => step(levels, fractions(thousandths)).points);
const chanceOf = kept((thousandths, levels) =>
  band(levels, Array(levels.length).fill(0), fractions(thousandths)),
);
const errorOf = kept((errors, values, levels) =>
  around(levels, fractions(values), fractions(errors)),
);

function curvesSpec({ inputs, members, chosen, level, k }, { levels }) {
  const curve = (values, name, look) => ({
    type: "step",
    class: look,
    name,
    points: pointsOf(values, levels),
  });
  const curves = (setting, look = "") =>
    Object.entries(WHEN).map(([when, { color, text }]) =>
      curve(setting[when], `${setting.name}, ${text}`, `${look}${color}`),
    );
  const at = (values, color) => point(level, values[k] / 1000, color);
  const whens = Object.entries(WHEN);
  return {
    x: levelAxis(levels),
    y: SHARES,
    marks: [
      chanceOf(chosen.null, levels),
      ...members
        .filter(({ index }) => index !== chosen.index)
        .flatMap((each) => curves(each, "ra-thin ")),
      curve(inputs, "inputs", INPUTS),
      ...whens.map(([when]) => errorOf(chosen[`${when}_error`], chosen[when], levels)),
      ...curves(chosen),
      cursor(level),
      at(inputs, INPUTS),
      ...whens.map(([when, { color }]) => at(chosen[when], color)),
    ],
  };
}

// Words

/** Of the table of the sweep. */
function row({ index, text, accuracy, epochs, ...curves }, chosen, k) {
  const [after, error] = [curves.trained, curves.trained_error].map((each) =>
    (each[k] / 10).toFixed(1),
  );
  const texts = {
    start: share(curves.start, k),
    trained: `${after} ±\u00a0${error}\u00a0%`,
    null: share(curves.null, k),
    accuracy: percent(accuracy),
    epochs,
  };
  const head = [index === chosen.index ? `${text} (chosen)` : text];
  return { "data-setting": text, head, texts: Object.entries(texts) };
}

function sentenceOf({ inputs, k, level, chosen, dataset, split }, { datasets, splits }) {
  const [before, after, own] = [chosen.start, chosen.trained, inputs].map((each) => share(each, k));
  return (
    `${datasets[dataset]}, ${splits[split]}, τ = ${compact(level)} √n: with ${chosen.name} the ` +
    `final hidden layer holds ${before} of ‖y‖² before training and ${after} after it, ` +
    `${beside(chosen.trained[k], inputs[k])} the inputs, which hold ${own}.`
  );
}

function beside(share, inputs) {
  const ahead = (share - inputs) / 1000;
  if (Math.abs(ahead) <= AHEAD) return "level with";
  return `${Math.abs(100 * ahead).toFixed(1)} points ${ahead > 0 ? "above" : "below"}`;
}
