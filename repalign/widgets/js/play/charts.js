// What is measured of a run, in charts.

import { chart } from "../parts/chart.js";
import { atEpoch, cursor, epochAxis, line, point, ROOTS, SHARES } from "../parts/marks.js";
import { alignment, kept, stepSize, trainingLoss, wholeSteps } from "../parts/math.js";

const LOWEST = 0.02; // of the thresholds' axis, in units of sqrt(n)
export const RATIO = 0.5; // of the limit 2 / sigma_1^2: the linear model's step size
export const STEPS = [0, ...wholeSteps(3000, 60)];
const FEWEST = 30; // epochs on an axis

const LAYER = { "ra-c1": "this layer", "ra-c2": "inputs", "ra-c3": "before training" };

/** Shares of label vector k at the threshold, a point a checkpoint and `layer`. */
const sharesOver = kept((history, layer, k, threshold) =>
  history
    .filter(({ layers }) => layers[layer - 1][k]) // painted later, if it is missing
    .map(({ epoch, layers }) => [atEpoch(epoch), alignment(layers[layer - 1][k], threshold, true)]),
);

const over = ({ shown, threshold }, layer, k) => {
  const { history, now } = shown;
  const points = sharesOver(history, layer, k, threshold);
  const last = [atEpoch(now.epoch), alignment(now.layers[layer - 1][k], threshold, true)];
  return [...points.filter(([at]) => at < last[0]), last];
};

const directions = chart(
  "Where the labels lie",
  "Share of the labels on each left singular vector of the layer, against its singular value, " +
    "now and before training",
  ({ shown, threshold, drawn: layer, n, norms }) => {
    if (!shown) return EMPTY;
    const stems = ({ sigma, power }) =>
      Array.from(sigma, (s, i) => [Math.max(s, lowest(n)), power[i] / norms[0]]);
    const [now, before] = [shown.now, shown.history[0]].map(({ layers }) =>
      stems(layers[layer - 1][0]),
    );
    return {
      x: { label: "singular value σ", short: "σ", domain: [lowest(n), Math.sqrt(n)], log: true },
      y: { ...ROOTS, label: "(uᵢᵀy)², share of ‖y‖²" },
      marks: [
        cursor(threshold),
        { type: "text", class: "ra-note", x: threshold, y: 0.82, dx: 6, text: "τ" },
        { type: "dots", class: "ra-c3", points: before },
        { type: "stems", class: "ra-faint", points: now.filter(([s]) => s < threshold) },
        { type: "stems", class: "ra-c1", points: now.filter(([s]) => s >= threshold) },
      ],
    };
  },
  {
    legend: { "ra-c1": "σ ≥ τ", "ra-faint": "σ < τ", "ra-c3 ra-dots": "before training" },
    drag: { x: "threshold" },
    height: 380,
  },
);

const lowest = (n) => LOWEST * Math.sqrt(n);

const EMPTY = {
  x: { label: "", domain: [0, 1], ticks: [] },
  y: { label: "", domain: [0, 1], ticks: [] },
  marks: [],
};

/** An axis that has room for what is to come. */
function epochs({ now }) {
  const room = [1, 2, 5, 10].map((each) => each * 10 ** Math.floor(Math.log10(now.epoch || 1)));
  return epochAxis([
    0,
    Math.max(
      FEWEST,
      room.find((each) => each >= now.epoch),
    ),
  ]);
}

const alignments = chart(
  "Alignment",
  "Share of the labels in directions with singular values of at least the threshold, " +
    "for every layer, against the epoch",
  (at) => {
    const { shown, drawn: layer, index: second, shares } = at;
    if (!shown) return EMPTY;
    const others = Array.from({ length: shown.settings.depth }, (_, l) => l + 1).filter(
      (l) => l !== layer,
    );
    const flat = (share) => epochs(shown).domain.map((end) => [end, share]);
    const own = over(at, layer, 0);
    return {
      x: epochs(shown),
      y: SHARES,
      marks: [
        { type: "line", class: "ra-c2", points: flat(shares.inputs[0]) },
        { type: "line", class: "ra-c3", points: flat(shares.before[0]) },
        ...others.map((l) => ({
          type: "line",
          class: "ra-other ra-thin",
          name: `layer ${l}`,
          points: over(at, l, 0),
        })),
        { type: "line", class: "ra-c4", points: over(at, layer, second) },
        { type: "line", class: "ra-c1", points: own },
        point(...own.at(-1), "ra-c1"),
      ],
    };
  },
  { legend: { ...LAYER, "ra-c4": "second labels", "ra-other ra-thin": "other layers" } },
);

const losses = chart(
  "Loss and fit",
  "Mean loss, and accuracy or share of the variance explained, against the epoch",
  ({ shown }) => {
    if (!shown) return EMPTY;
    const all = [...shown.history.filter(({ epoch }) => epoch < shown.now.epoch), shown.now];
    const places = all.map(({ epoch }) => atEpoch(epoch));
    const [loss, fit] = ["loss", "fit"].map((name) => all.map((each) => each[name]));
    const high = Math.max(1, Math.min(2, ...loss));
    const within = (values) => values.map((value) => Math.max(0, Math.min(high, value)));
    return {
      x: epochs(shown),
      y: { label: "loss, fit", short: "", domain: [0, 1.05 * high] },
      marks: [
        line(places, within(loss), "ra-c5"),
        line(places, within(fit), "ra-c4"),
        point(places.at(-1), within(fit).at(-1), "ra-c4"),
      ],
    };
  },
  { legend: { "ra-c5": "mean loss", "ra-c4": "accuracy, or variance explained" } },
);

const predicted = kept((spectrum, norm) =>
  trainingLoss(spectrum, STEPS, stepSize(spectrum, RATIO)).map((loss) => loss / norm),
);

/** Whether a linear model was trained on that layer, for that label vector. */
export const isOf = (transfer, layer, label) =>
  transfer?.layer === layer && transfer.second === label;

const transfers = chart(
  "Transfer",
  "Loss of a linear model of the second labels against its steps: predicted from the spectra of " +
    "this layer, the inputs and this layer before training, and as trained",
  ({ shown, drawn: layer, index: second, norms }) => {
    if (!shown) return EMPTY;
    const { inputs, history, now, transfer } = shown;
    const curve = (spectrum, color) =>
      line(LATER, predicted(spectrum, norms[second]).slice(1), color);
    const done = isOf(transfer, layer, second)
      ? transfer.losses.slice(1).map((loss, i) => [STEPS[i + 1], loss])
      : [];
    return {
      x: { label: "step", domain: [1, STEPS.at(-1)], log: true },
      y: { label: "loss of the linear model", short: "loss", domain: [0, 1.05] },
      marks: [
        curve(inputs[second], "ra-c2"),
        curve(history[0].layers[layer - 1][second], "ra-c3"),
        curve(now.layers[layer - 1][second], "ra-c1"),
        { type: "dots", class: "ra-c5 ra-large", name: "trained", points: done },
      ],
    };
  },
  { legend: { ...LAYER, "ra-c5 ra-dots": "trained" } },
);
const LATER = STEPS.slice(1);

export const charts = [directions, alignments, losses, transfers];
