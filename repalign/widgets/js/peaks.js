// Transfer on the peaks tasks: training aligns with related tasks and away from others.

import { chart } from "./parts/chart.js";
import { choice, numbered, player, ratioSlider, slider } from "./parts/controls.js";
import { key } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { cursor, line, point, step, thresholdAxis } from "./parts/marks.js";
import {
  alignment,
  alignmentCurve,
  geometric,
  kept,
  stepSize,
  testLoss,
  trainingLoss,
  wholeSteps,
} from "./parts/math.js";
import { between, indexOf } from "./parts/state.js";
import { compact, percent, sentence, table } from "./parts/text.js";

const LEGEND = { "ra-c2": "inputs", "ra-c3": "before training", "ra-c1": "after training" };
const COLORS = Object.keys(LEGEND);
const TAUS = 120;
const GRID = 60;
const INTERVAL = 220; // ms a checkpoint while playing
const LOWEST = 0.1; // threshold
const SPLITS = ["train", "test"];
const OFF = 1.5; // errors from here on, in shares of that at the start, are off the chart

export default explorer({
  title: "Peaks explorer",
  data: ({ tasks, epochs, inputs, layers, transfer, max_steps }) => {
    const top = Math.max(...[inputs, ...layers.flat()].map(({ sigma }) => sigma[0]));
    const grids = { taus: geometric(LOWEST, top, TAUS), steps: wholeSteps(max_steps, GRID) };
    return { tasks, epochs, inputs, layers, transfer, top, ...grids };
  },
  limits: ({ epochs, layers, tasks, top }) => ({
    checkpoint: indexOf(epochs),
    layer: indexOf(layers[0]),
    task: indexOf(tasks),
    threshold: between(LOWEST, top),
    ratio: between(0.01, 1.1),
  }),
  state,
  panels: ({ tasks, transfer }) => [
    ...tasks.map(curvePanel),
    ...(transfer.length ? SPLITS.map(errorPanel) : []),
  ],
  controls: ({ epochs, layers, tasks, transfer }) => [
    player("checkpoint", INTERVAL),
    slider("checkpoint", "Checkpoint", { say: (at) => `epoch ${epochs[at]}` }),
    slider("threshold", "Threshold τ", { log: true, say: compact }),
    ...(layers[0].length > 1 ? [choice("layer", "Layer", layers[0].map(layerOption))] : []),
    ...(transfer.length ? [choice("task", "Linear model on", numbered(tasks)), ratioSlider()] : []),
  ],
  foot: () => [table(heads(), rows), sentence(sentenceOf)],
});

const layerOption = (_, l) => [l, `hidden layer ${l + 1}`];

/** Spectra and shares of the representations, a list a task; errors on the chosen task. */
function state(
  { checkpoint, layer, task, threshold, ratio },
  { tasks, inputs, layers, transfer, steps },
) {
  const three = [inputs, layers[0][layer], layers[checkpoint][layer]];
  const spectra = tasks.map((_, k) =>
    three.map(({ sigma, power, residual }) => ({ sigma, power: power[k], residual: residual[k] })),
  );
  const shares = spectra.map((each) =>
    each.map((spectrum) => alignment(spectrum, threshold, true)),
  );
  return {
    spectra,
    shares,
    errors: transfer.length ? errorCurves(transfer[task], ratio, steps) : null,
  };
}

/** Squared errors [train, test] of each representation, as shares of the error at the start. */
const errorCurves = kept((representations, ratio, steps) => {
  const all = representations.map((both) => {
    const spectrum = { ...both, power: both.coefficients.map((c) => c * c) };
    const eta = stepSize(both, ratio);
    const losses = [trainingLoss(spectrum, [0, ...steps], eta), testLoss(both, [0, ...steps], eta)];
    return losses.map(([start, ...later]) => later.map((value) => value / start));
  });
  return SPLITS.map((_, split) => all.map((each) => each[split]));
});

function curvePanel(task, k) {
  const legend = k === 0 ? LEGEND : {};
  const spec = (now, data) => curveSpec(now, data, k);
  return chart(task, `Alignment with ${task} against the threshold`, spec, { legend, height: 210 });
}

function curveSpec({ spectra, shares, threshold }, { taus }, k) {
  const curves = spectra[k].map((spectrum) => alignmentCurve(spectrum, taus, true));
  return {
    x: thresholdAxis(taus),
    y: { label: "share of ‖y‖²", domain: [0, 1.05] },
    marks: [
      cursor(threshold),
      ...curves.map((curve, r) => step(taus, curve, COLORS[r])),
      ...shares[k].map((share, r) => point(threshold, share, COLORS[r])),
    ],
  };
}

function errorPanel(name, split) {
  const what = `Squared error on ${name} samples against the number of steps`;
  const spec = ({ errors }, { steps }) => errorSpec(errors[split], steps);
  return chart(
    `Linear model on 100 points: ${name} error`,
    `${what}, for each representation`,
    spec,
    { height: 210 },
  );
}

function errorSpec(errors, steps) {
  const all = errors.flat();
  const isShown = (error) => error < OFF;
  const low = Math.max(0, Math.min(...all.filter(isShown)) * 0.9);
  return {
    x: { label: "step", domain: [1, steps.at(-1)], log: true },
    y: {
      label: "error, share of its start",
      domain: [low, Math.max(1.05, Math.min(OFF, Math.max(...all)))],
    },
    marks: errors.map((values, r) => line(steps, values, COLORS[r], isShown)),
  };
}

const heads = () => [
  "share of ‖y‖² with σ ≥ τ",
  ...Object.entries(LEGEND).map(([color, name]) => [key(color), ` ${name}`]),
];

const rows = ({ shares }, { tasks }) =>
  tasks.map((task, k) => ({
    "data-task": task,
    head: [task],
    texts: Object.values(LEGEND).map((name, r) => [name, percent(shares[k][r])]),
  }));

function sentenceOf({ shares, task, checkpoint, threshold, errors }, { tasks, epochs, steps }) {
  const [inputs, before, after] = shares[task].map((share) => percent(share, 0));
  const shown =
    `${tasks[task]} at epoch ${epochs[checkpoint]}, τ = ${compact(threshold)}: inputs ${inputs}, ` +
    `before training ${before}, after ${after}.`;
  if (!errors) return shown;
  const [first, , last] = errors[1].map((values) => Math.min(...values));
  const verdict = last < 0.98 * first ? "lower" : last > 1.02 * first ? "higher" : "about the same";
  return (
    `${shown} Its lowest test error within ${steps.at(-1)} steps is ${verdict} on the trained ` +
    `representation than on the inputs.`
  );
}
