// Transfer on the peaks tasks: training aligns with related tasks and away from others.

import { chart } from "./parts/chart.js";
import {
  choice,
  epochSlider,
  menu,
  numbered,
  player,
  ratioSlider,
  slider,
} from "./parts/controls.js";
import { key } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { functions } from "./parts/functions.js";
import { cursor, line, point, SHARES, step, thresholdAxis } from "./parts/marks.js";
import { kept, stepSize, summed, testLoss, trainingLoss, wholeSteps } from "./parts/math.js";
import { between, indexOf, nearestOf } from "./parts/state.js";
import { compact, percent, sentence, table } from "./parts/text.js";

const LEGEND = { "ra-c2": "inputs", "ra-c3": "before training", "ra-c1": "after training" };
const COLORS = Object.keys(LEGEND);
const GRID = 60;
const INTERVAL = 220; // ms a checkpoint while playing
const SPLITS = ["training", "test"];
const OFF = 1.5; // errors from here on, in shares of that at the start, are off the chart

export default explorer({
  title: "Peaks explorer",
  data: ({ tasks, functions, epochs, taus, inputs, layers, transfer, max_steps }) => ({
    tasks,
    functions,
    epochs,
    taus,
    inputs: summed(inputs, 1000),
    layers: summed(layers, 1000),
    transfer: transfer.map((representations) => representations.map(unpacked)),
    steps: wholeSteps(max_steps, GRID),
  }),
  limits: ({ functions, epochs, layers, tasks, taus }) => ({
    source: indexOf(functions),
    checkpoint: indexOf(epochs),
    layer: indexOf(layers[0][0]),
    task: indexOf(tasks),
    threshold: nearestOf(taus),
    ratio: between(0.01, 1.1),
  }),
  state,
  panels: ({ tasks, transfer }) => [
    ...tasks.map(curvePanel),
    ...(transfer[0].length ? [functions(tasks), ...SPLITS.map(errorPanel)] : []),
  ],
  controls: ({ functions, epochs, layers, tasks, transfer }) => [
    player("checkpoint", INTERVAL),
    epochSlider(() => epochs),
    slider("threshold", "Threshold τ", { say: compact }),
    menu("source", "Source", () => functions.map(([source]) => source)),
    ...(layers[0][0].length > 1 ? [choice("layer", "Layer", layers[0][0].map(layerOption))] : []),
    ...(transfer[0].length
      ? [choice("task", "Linear model on", numbered(tasks)), ratioSlider()]
      : []),
  ],
  foot: () => [table(heads(), rows), sentence(sentenceOf)],
});

const layerOption = (_, l) => [l, `hidden layer ${l + 1}`];

/** A representation as `testLoss` takes it, once a task: its factor travels in units a column. */
function unpacked({ sigma, unit, factor, tasks }) {
  const rows = factor.map((row, q) => row.map((parts, i) => parts * unit[q + i]));
  return tasks.map((task) => ({ ...task, sigma, factor: rows }));
}

/** A curve a task and representation, their shares at the threshold; errors on the chosen task. */
function state({ source, checkpoint, layer, task, threshold, ratio }, data) {
  const { functions, inputs, layers, transfer, steps, taus } = data;
  const three = [inputs[source], layers[source][0][layer], layers[source][checkpoint][layer]];
  const curves = functions[source].map((_, k) => three.map((each) => each[k]));
  const at = taus.indexOf(threshold);
  return {
    functions: functions[source],
    curves,
    shares: curves.map((each) => each.map((curve) => curve[at])),
    errors: transfer[source].length ? errorCurves(transfer[source], task, ratio, steps) : null,
  };
}

/** Squared errors [training, test] of each representation, as shares of the error at the start. */
const errorCurves = kept((representations, task, ratio, steps) => {
  const all = representations.map((tasks) => {
    const both = tasks[task];
    const spectrum = { ...both, power: both.coefficients.map((c) => c * c) };
    const eta = stepSize(both, ratio);
    const losses = [trainingLoss(spectrum, [0, ...steps], eta), testLoss(both, [0, ...steps], eta)];
    return losses.map(([start, ...later]) => later.map((value) => value / start));
  });
  return SPLITS.map((_, split) => all.map((each) => each[split]));
});

const capital = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;
const title = (task) => `${capital(task)} task`;

function curvePanel(task, k) {
  const spec = (now, data) => curveSpec(now, data, k);
  const options = { legend: LEGEND, height: 210, drag: { x: "threshold" } };
  return chart(title(task), `Alignment with the ${task} task against the threshold`, spec, options);
}

function curveSpec({ curves, shares, threshold }, { taus }, k) {
  return {
    x: thresholdAxis(taus),
    y: SHARES,
    marks: [
      cursor(threshold),
      ...curves[k].map((curve, r) => step(taus, curve, COLORS[r])),
      ...shares[k].map((share, r) => point(threshold, share, COLORS[r])),
    ],
  };
}

function errorPanel(name, split) {
  const spec = ({ errors }, { steps }) => errorSpec(errors[split], steps);
  return chart(
    `${capital(name)} error`,
    `Squared error of the linear model on ${name} samples against the number of steps, ` +
      "for each representation",
    spec,
    { legend: LEGEND, height: 210 },
  );
}

const isShown = (error) => error < OFF;

function errorSpec(errors, steps) {
  const all = errors.flat();
  const low = Math.max(0, Math.min(...all.filter(isShown)) * 0.9);
  return {
    x: { label: "step", domain: [1, steps.at(-1)], log: true },
    y: {
      label: "linear model's error, start = 1",
      short: "error",
      say: percent,
      domain: [low, Math.max(1.05, Math.min(OFF, Math.max(...all)))],
    },
    marks: errors.map((values, r) => line(steps, values, COLORS[r], isShown)),
  };
}

const heads = () => [
  "share of ‖y‖² with σ ≥ τ",
  ...Object.entries(LEGEND).map(([color, name]) => [key(color), ` ${name}`]),
];

const rows = ({ shares, functions }, { tasks }) =>
  tasks.map((task, k) => ({
    "data-task": task,
    head: [`${task} ${functions[k]}`],
    texts: Object.values(LEGEND).map((name, r) => [name, percent(shares[k][r])]),
  }));

function sentenceOf({ shares, functions, task, checkpoint, threshold, errors }, data) {
  const { tasks, epochs, steps } = data;
  const [inputs, before, after] = shares[task].map((share) => percent(share));
  const shown =
    `${title(tasks[task])} ${functions[task]} at epoch ${epochs[checkpoint]}, ` +
    `τ = ${compact(threshold)}: inputs ${inputs}, before training ${before}, after ${after}.`;
  if (!errors) return shown;
  const [first, , last] = errors[1].map((values) => Math.min(...values));
  const verdict = last < 0.98 * first ? "lower" : last > 1.02 * first ? "higher" : "about the same";
  return (
    `${shown} Its lowest test error within ${steps.at(-1)} steps is ${verdict} on the trained ` +
    `representation than on the inputs.`
  );
}
