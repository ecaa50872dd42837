// Training, epoch by epoch: the directions of a hidden layer turn towards the labels (Figure 2, c
// to d).

import { chart } from "./parts/chart.js";
import { epochSlider, player, slider } from "./parts/controls.js";
import { explorer } from "./parts/explorer.js";
import {
  atEpoch,
  band,
  cursor,
  epochAxis,
  line,
  point,
  SHARES,
  step,
  thresholdAxis,
} from "./parts/marks.js";
import { indexOf, nearestOf } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const FLOOR = 1e-7;
const LOSS_FLOOR = 1e-14;
const INTERVAL = 160; // ms a checkpoint while playing
const LEGEND = { "ra-c1": "now", "ra-c3": "before training" };
const READOUTS = {
  epoch: "epoch",
  loss: "loss",
  accuracy: "accuracy",
  top: "share in the top 10",
  alignment: "share at τ",
};

export default explorer({
  title: "Emergence explorer",
  limits: ({ epochs, taus }) => ({ checkpoint: indexOf(epochs), threshold: nearestOf(taus) }),
  state: ({ threshold }, { taus }) => ({ k: taus.indexOf(threshold) }),
  panels: () => [
    chart(
      "Where the labels lie",
      "Share of the labels on each left singular vector of the layer, against its index",
      directionsSpec,
    ),
    chart(
      "Alignment curve",
      "Share of the labels in directions whose singular value reaches the threshold, " +
        "now and before training",
      curveSpec,
      { legend: LEGEND, drag: { x: "threshold" } },
    ),
    chart("Training loss", "Training loss against the epoch", lossSpec, {
      drag: { x: "checkpoint", places: (_, { epochs }) => epochs.map(atEpoch) },
    }),
  ],
  controls: ({ epochs }) => [
    player("checkpoint", INTERVAL),
    epochSlider(() => epochs),
    slider("threshold", "Threshold τ", { digits: 4, say: compact }),
  ],
  foot: () => [readouts(READOUTS, texts), sentence(sentenceOf)],
});

function directionsSpec({ checkpoint, threshold }, { share, sigma, n_samples }) {
  const dots = share[checkpoint].map((s, i) => [i + 1, s]);
  const kept = sigma[checkpoint].filter((s) => s >= threshold).length;
  return {
    x: { label: "index of the singular value", domain: [0.8, 1.25 * share[0].length], log: true },
    y: { label: "(uᵢᵀy)², share of ‖y‖²", domain: [FLOOR, 1.5], log: true },
    marks: [
      { type: "rule", y: 1 / n_samples },
      { type: "dots", class: "ra-faint", points: dots.slice(kept) },
      { type: "dots", class: "ra-c1 ra-large", points: dots.slice(0, kept) },
    ],
  };
}

function curveSpec({ checkpoint, threshold, k }, { taus, curves, bands }) {
  return {
    x: thresholdAxis(taus),
    y: SHARES,
    marks: [
      ...(bands.length ? [band(taus, ...bands[checkpoint])] : []),
      cursor(threshold),
      step(taus, curves[0], "ra-c3"),
      step(taus, curves[checkpoint], "ra-c1"),
      point(threshold, curves[checkpoint][k], "ra-c1"),
    ],
  };
}

function lossSpec({ checkpoint }, { epochs, loss }) {
  const low = Math.max(LOSS_FLOOR, Math.min(...loss));
  const places = epochs.map(atEpoch);
  const shown = loss.map((value) => Math.max(value, low));
  return {
    x: epochAxis(epochs),
    y: { label: "mean loss", domain: [low / 2, 2 * Math.max(...loss)], log: true },
    marks: [
      cursor(places[checkpoint]),
      line(places, shown, "ra-c1"),
      point(places[checkpoint], shown[checkpoint], "ra-c1"),
    ],
  };
}

function texts({ checkpoint, k }, { epochs, loss, accuracy, share, curves }) {
  const top = share[checkpoint].slice(0, 10).reduce((sum, value) => sum + value, 0);
  return {
    epoch: String(epochs[checkpoint]),
    loss: compact(loss[checkpoint]),
    accuracy: percent(accuracy[checkpoint]),
    top: percent(top, 2),
    alignment: percent(curves[checkpoint][k], 2),
  };
}

function sentenceOf(now, data) {
  const { epoch, loss, accuracy, top, alignment } = texts(now, data);
  return (
    `After ${epoch} epochs the loss is ${loss} and the accuracy ${accuracy}; the top 10 ` +
    `directions hold ${top} of ‖y‖², those with σ ≥ ${compact(now.threshold)} hold ${alignment}.`
  );
}
