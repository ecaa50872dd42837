// What a reader sets up: data, network, training. A change begins the run anew.

import { choice, slider } from "../parts/controls.js";
import { folded, group, where } from "../parts/folded.js";
import { compact, percent } from "../parts/text.js";
import { SPEED_NAMES } from "./client.js";
import { isPlanar, TASKS } from "./tasks.js";

export const ACTIVATIONS = ["relu", "tanh"];
export const OPTIMIZERS = ["sgd", "momentum", "adam"];
export const BATCHES = [0, 8, 32, 100];

const SPEED_WORDS = {
  steady: "even on the epochs’ axis",
  slow: "epoch by epoch",
  fast: "as fast as it can",
};

/** A control whose changes begin the run anew. */
const anew = (make) => (page) =>
  make({ ...page, change: (values) => page.change({ ...values, epoch: 0 }) });

const named = (names, words = {}) => names.map((name) => [name, words[name] ?? String(name)]);

const data = [
  choice("data", "Task", named(TASKS, { drawn: "your own points", peaks: "peaks ABC" })),
  where(({ data }) => data !== "drawn", slider("samples", "Samples", { step: 50 })),
  where(({ data }) => isPlanar(data) && data !== "drawn", slider("noise", "Noise", { step: 0.01 })),
  slider("shuffled", "Share of shuffled labels", { step: 0.05, say: percent }),
];

const network = [
  slider("depth", "Hidden layers", { sets: (depth) => ({ depth, layer: depth }) }),
  slider("width", "Units a layer"),
  choice("activation", "Activation", named(ACTIVATIONS, { relu: "ReLU" })),
  slider("scale", "Scale of the initialisation", { log: true, places: 41, say: compact }),
  slider("seed", "Seed"),
];

const training = [
  choice(
    "optimizer",
    "Optimiser",
    named(OPTIMIZERS, { sgd: "SGD", momentum: "momentum", adam: "Adam" }),
  ),
  slider("rate", "Learning rate", { log: true, places: 51, digits: 5, say: compact }),
  choice("batch", "Minibatches", named(BATCHES, { 0: "full batch" })),
];

/** Parts: what is set up, behind a summary each. */
export const setup = [
  group("ra-setup", [
    folded((now) => `Data: ${wordsOf(now)}`, data.map(anew)),
    folded(
      ({ depth, width, activation, seed }) =>
        `Network: ${depth} × ${width}, ${activation}, seed ${seed}`,
      network.map(anew),
    ),
    folded(
      ({ optimizer, rate, batch }) =>
        `Training: ${optimizer}, ${compact(rate)}, ${batch ? `batches of ${batch}` : "full batch"}`,
      [...training.map(anew), choice("speed", "Speed", named(SPEED_NAMES, SPEED_WORDS))],
    ),
  ]),
];

const wordsOf = ({ data, shuffled, painted }) =>
  [
    data === "drawn" ? "your own points" : data,
    ...(shuffled ? [`${percent(shuffled, 0)} shuffled`] : []),
    ...(/[pm]/.test(painted) ? ["painted"] : []),
  ].join(", ");
