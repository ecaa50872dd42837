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
  ROOTS,
  SHARES,
  step,
  thresholdAxis,
} from "./parts/marks.js";
import { moments } from "./parts/moments.js";
import { opening } from "./parts/opening.js";
import { indexOf, nearestOf } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const TOP = 10; // directions
const SPREAD = 0.1; // share of the top directions up to which labels are called spread
const LOSS_FLOOR = 1e-14;
const INTERVAL = 160; // ms a checkpoint while playing
const FEW_TICKS = ROOTS.ticks.filter(([share]) => [0, 0.1, 0.5, 1].includes(share));
const TURN = Array.from({ length: 31 }, (_, i) => i / 30);
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
  data: (traits) => {
    const { epochs, loss, accuracy, sigma, share, taus, curves, bands } = traits;
    const tops = share.map((each) => each.slice(0, TOP).reduce((sum, value) => sum + value, 0));
    return { epochs, loss, accuracy, sigma, share, taus, curves, bands, tops };
  },
  limits: ({ epochs, taus }) => ({ checkpoint: indexOf(epochs), threshold: nearestOf(taus) }),
  state: ({ threshold }, { taus }) => ({ k: taus.indexOf(threshold) }),
  head: (data) => [moments("checkpoint", "Moments of the training", story(data))],
  panels: () => [
    chart(
      "How the layer turns",
      "The labels as an arrow: along the axis the part of it in the layer's top 10 directions, " +
        "across it the rest, now and before training",
      turnSpec,
      { legend: LEGEND },
    ),
    chart(
      "Where the labels lie",
      "Share of the labels on each left singular vector of the layer, against its index",
      directionsSpec,
      { legend: { "ra-c1": "σ ≥ τ", "ra-faint": "σ < τ" } },
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
      height: 130,
      whole: true,
    }),
  ],
  controls: ({ epochs }) => [
    opening(player("checkpoint", INTERVAL)),
    epochSlider(() => epochs),
    slider("threshold", "Threshold τ", { digits: 4, say: compact }),
  ],
  foot: () => [readouts(READOUTS, texts), sentence(sentenceOf)],
});

/** The start, half of the way, and when all is learned that will be; as far as they differ. */
function story({ epochs, accuracy, tops }) {
  const [first, best] = [tops[0], Math.max(...tops)];
  const half = tops.findIndex((top) => top >= (first + best) / 2);
  const learned = accuracy.indexOf(Math.max(...accuracy));
  const hold = (at) => `the top ${TOP} hold ${percent(tops[at])}`;
  const [known, end] = [half, learned].map((at) => percent(accuracy[at], 0));
  const spread = first < SPREAD ? "The labels are spread over all directions" : "Before training";
  const told = [
    [0, `${spread}: ${hold(0)}.`],
    [half, `The layer turns towards them: ${hold(half)}, ${known} are learned.`],
    [learned, `${end === "100 %" ? "Every label is" : `${end} are`} learned: ${hold(learned)}.`],
  ];
  return told
    .filter(([at], i) => i === 0 || at > told[i - 1][0])
    .map(([at, text]) => ({ at, when: `Epoch ${epochs[at]}`, text }));
}

/** On axes of roots a share and what is left of it are a point of the unit circle. */
function turnSpec({ checkpoint }, { tops }) {
  const [start, now] = [tops[0], tops[checkpoint]];
  const arc = (from, to) => {
    const [a, b] = [from, to].map((share) => Math.acos(Math.sqrt(share)));
    return TURN.map((part) => Math.cos(a + part * (b - a)) ** 2).map((s) => [s, 1 - s]);
  };
  const line = (name, points) => ({ type: "line", class: name, points });
  const arrow = (color, share) => ({ type: "arrow", class: color, x: share, y: 1 - share });
  return {
    square: true,
    x: { ...ROOTS, ticks: FEW_TICKS, label: `share in the top ${TOP}` },
    y: { ...ROOTS, ticks: FEW_TICKS, label: "share in all others" },
    marks: [
      line("ra-guide", arc(0, 1)),
      line("ra-trail", arc(start, now)),
      line("ra-guide ra-drop", [
        [now, 0],
        [now, 1 - now],
        [0, 1 - now],
      ]),
      arrow("ra-c3", start),
      arrow("ra-c1", now),
      { type: "text", x: now, y: 1 - now, text: "y", dx: 8, dy: -4, class: "ra-name" },
    ],
  };
}

function directionsSpec({ checkpoint, threshold }, { share, sigma }) {
  const stems = share[checkpoint].map((s, i) => [i + 1, s]);
  const kept = sigma[checkpoint].filter((s) => s >= threshold).length;
  const end = 1.25 * share[0].length;
  return {
    x: { label: "index of the singular value", short: "direction", domain: [0.8, end], log: true },
    y: { ...ROOTS, label: "(uᵢᵀy)², share of ‖y‖²" },
    marks: [
      {
        type: "band",
        class: "ra-top",
        points: [
          [0.8, 0, 1],
          [TOP + 0.5, 0, 1],
        ],
      },
      { type: "text", class: "ra-note", x: TOP, y: 0.85, anchor: "end", text: `top ${TOP}` },
      { type: "stems", class: "ra-faint", points: stems.slice(kept) },
      { type: "stems", class: "ra-c1", points: stems.slice(0, kept) },
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

function texts({ checkpoint, k }, { epochs, loss, accuracy, tops, curves }) {
  return {
    epoch: String(epochs[checkpoint]),
    loss: compact(loss[checkpoint]),
    accuracy: percent(accuracy[checkpoint]),
    top: percent(tops[checkpoint], 2),
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
