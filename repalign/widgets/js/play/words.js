// What the playground says in words and numbers.

import { compact, percent } from "../parts/text.js";
import { isOf } from "./charts.js";
import { isPlanar } from "./tasks.js";

export const SOME = 100; // steps of a linear model

export const READOUTS = {
  epoch: "epoch",
  loss: "loss",
  fit: "fitted",
  alignment: "labels held",
  second: "second held",
  trained: "transfer",
};

const fitOf = ({ task }, fit) =>
  task.loss === "logistic" ? percent(fit) : `${percent(fit)} of the variance`;

export function texts({ shown, shares, epoch, drawn, index }) {
  if (!shown) return Object.fromEntries(Object.keys(READOUTS).map((name) => [name, "…"]));
  const { now, diverged, transfer } = shown;
  return {
    epoch: shown.epoch < epoch ? `${shown.epoch} of ${epoch}` : String(shown.epoch),
    loss: diverged ? "diverged" : compact(now.loss),
    fit: fitOf(shown, now.fit),
    alignment: percent(shares.now[0]),
    second: percent(shares.now[1]),
    trained: isOf(transfer, drawn, index) ? trainedText(transfer) : "not trained",
  };
}

const trainedText = ({ losses, steps }) =>
  `${percent(losses.at(-1))} left after ${steps[losses.length - 1]} steps`;

export const CAPTION =
  "Held: share of the labels in directions with σ ≥ τ. " +
  `Left: of the loss of a linear model, after ${SOME} steps.`;
export const HEADS = ["", "learned: held", "left", "second: held", "left"];

const REPRESENTATIONS = { inputs: "inputs", before: "before training", now: "now" };

export const rows = ({ shown, shares, index, left }) =>
  Object.entries(shown ? REPRESENTATIONS : {}).map(([name, words]) => ({
    "data-representation": name,
    head: [words],
    texts: [
      ["learned-held", percent(shares[name][0])],
      ["learned-left", percent(left[name][0])],
      ["second-held", percent(shares[name][1])],
      ["second-left", percent(left[name][index])],
    ],
  }));

export function sentenceOf(now) {
  const { shown, shares, drawn, second, threshold, left, index } = now;
  if (!shown) return "The network is being made.";
  const { epoch, fit } = texts(now);
  if (shown.diverged) return `Training diverged at epoch ${shown.epoch}: lower the learning rate.`;
  const three = (values) => ["now", "before", "inputs"].map((name) => percent(values(name)));
  const [held, before, inputs] = three((name) => shares[name][0]);
  const [here, start, bare] = three((name) => left[name][index]);
  return (
    `Epoch ${epoch}: the network fits ${fit} of its labels. Directions of layer ${drawn} with ` +
    `σ ≥ ${compact(threshold)} hold ${held} of them; before training it was ${before}, on the ` +
    `inputs ${inputs}. After ${SOME} steps a linear model of the ${second} second labels has ` +
    `${here} of its loss left on this layer, ${start} on the layer before training, ${bare} on ` +
    "the inputs."
  );
}

/** What the labels of the picture ask, in a line for each; always as many lines. */
export function asked({ shown, second, painted_second: letters }) {
  const { words } = shown.task;
  const { shuffled, painted } = shown.settings;
  const extra = [
    ...(shuffled ? [`${percent(shuffled, 0)} shuffled`] : []),
    ...(/[pm]/.test(painted) ? ["painted over"] : []),
  ];
  const free = isPlanar(shown.settings.data)
    ? "until you paint them"
    : "since only points are painted";
  const own = /[pm]/.test(letters) ? "painted by you" : `the same, ${free}`;
  return [
    ["Learned", ...[[words.first, ...extra].join(", ")]],
    [`Second, ${second}`, second === "painted" ? own : words[second]],
  ];
}
