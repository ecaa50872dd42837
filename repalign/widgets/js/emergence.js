// Training, epoch by epoch: the directions of a hidden layer turn towards the labels (Figure 2, c to d).

import { createChart } from "./chart.js";
import { element, player, readouts, slider, summary } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { indexOf, nearestOf } from "./state.js";

const FLOOR = 1e-7;
const LOSS_FLOOR = 1e-14;
const INTERVAL = 160; // ms a checkpoint while playing
const FIRST_EPOCH_AT = 0.5; // where a logarithmic axis shows epoch 0

export default explorer(limits, build);

function limits(model) {
  return { checkpoint: indexOf(model.get("epochs")), threshold: nearestOf(model.get("taus")) };
}

function build({ model, change }) {
  const data = Object.fromEntries(
    ["epochs", "loss", "accuracy", "sigma", "share", "taus", "curves", "bands", "n_samples"].map((name) => [name, model.get(name)]),
  );
  const last = data.epochs.length - 1;
  const charts = {
    directions: createChart(panel("Where the labels lie"), {
      description: "Share of the labels on each left singular vector of the layer, against its index",
    }),
    curve: createChart(panel("Alignment curve", [["ra-c1", "now"], ["ra-c2", "before training"]]), {
      description: "Share of the labels in directions whose singular value reaches the threshold, now and before training",
    }),
    loss: createChart(panel("Training loss"), { description: "Training loss against the epoch" }),
  };
  const epoch = slider({
    label: "Checkpoint", name: "checkpoint", min: 0, max: last, step: 1, digits: 0,
    say: (value) => `epoch ${data.epochs[value]}`, onInput: (checkpoint) => change({ checkpoint }),
  });
  const threshold = slider({
    label: "Threshold τ", name: "threshold", min: data.taus[0], max: data.taus.at(-1), log: true, digits: 4, say: compact,
    onInput: (value) => change({ threshold: value }),
  });
  const play = player({
    name: "play", interval: INTERVAL, atEnd: () => model.get("checkpoint") >= last,
    advance: () => change({ checkpoint: model.get("checkpoint") + 1 }), rewind: () => change({ checkpoint: 0 }),
  });
  const values = readouts([
    ["epoch", "epoch"], ["loss", "loss"], ["accuracy", "accuracy"], ["top", "share in the top 10"], ["alignment", "share at τ"],
  ]);
  const sentence = summary();

  function draw() {
    const at = model.get("checkpoint");
    const k = data.taus.indexOf(model.get("threshold"));
    charts.directions.draw(directionsSpec(data, at, data.taus[k]));
    charts.curve.draw(curveSpec(data, at, k));
    charts.loss.draw(lossSpec(data, at));
    epoch.set(at);
    threshold.set(data.taus[k]);
    const texts = textsOf(data, at, k);
    values.set(texts);
    sentence.set(
      `After ${texts.epoch} epochs the loss is ${texts.loss} and the accuracy ${texts.accuracy}; ` +
        `the top 10 directions hold ${texts.top} of ‖y‖², those with σ ≥ ${compact(data.taus[k])} hold ${texts.alignment}.`,
    );
  }
  const list = Object.values(charts);
  return {
    title: "Emergence explorer",
    panels: list.map((chart) => chart.node.closest(".ra-panel")),
    controls: [element("div", { className: "ra-control-button" }, play.node), epoch.node, threshold.node],
    foot: [values.node, ...sentence.nodes],
    draw,
    destroy: () => {
      play.stop();
      list.forEach((chart) => chart.destroy());
    },
  };
}

function directionsSpec({ share, sigma, n_samples }, at, tau) {
  const dots = (c) => share[c].map((s, i) => [i + 1, s]);
  const kept = sigma[at].filter((s) => s >= tau).length;
  return {
    x: { label: "index of the singular value", domain: [0.8, 1.25 * share[0].length], log: true },
    y: { label: "(uᵢᵀy)², share of ‖y‖²", domain: [FLOOR, 1.5], log: true },
    marks: [
      { type: "rule", y: 1 / n_samples },
      { type: "dots", class: "ra-faint", points: dots(at).slice(kept) },
      { type: "dots", class: "ra-c1 ra-large", points: dots(at).slice(0, kept) },
    ],
  };
}

function curveSpec({ taus, curves, bands }, at, k) {
  const points = (curve) => curve.map((value, i) => [taus[i], value]);
  const band = bands.length ? [{ type: "band", points: taus.map((tau, i) => [tau, bands[at][0][i], bands[at][1][i]]) }] : [];
  return {
    x: { label: "threshold τ", domain: [taus[0], taus.at(-1)], log: true },
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.05] },
    marks: [
      ...band,
      { type: "rule", class: "ra-cursor", x: taus[k] },
      { type: "step", class: "ra-c2", points: points(curves[0]) },
      { type: "step", class: "ra-c1", points: points(curves[at]) },
      { type: "dots", class: "ra-c1 ra-point", points: [[taus[k], curves[at][k]]] },
    ],
  };
}

function lossSpec({ epochs, loss }, at) {
  const place = (epoch) => epoch || FIRST_EPOCH_AT;
  const end = epochs.at(-1);
  const ticks = [[FIRST_EPOCH_AT, "0"]];
  for (let epoch = 1; epoch <= end; epoch *= 10) ticks.push([epoch, String(epoch)]);
  const low = Math.max(LOSS_FLOOR, Math.min(...loss));
  return {
    x: { label: "epoch", domain: [FIRST_EPOCH_AT, Math.max(end, 2)], log: true, ticks },
    y: { label: "mean loss", domain: [low / 2, 2 * Math.max(...loss)], log: true },
    marks: [
      { type: "rule", class: "ra-cursor", x: place(epochs[at]) },
      { type: "line", class: "ra-c1", points: loss.map((value, i) => [place(epochs[i]), Math.max(value, low)]) },
      { type: "dots", class: "ra-c1 ra-point", points: [[place(epochs[at]), Math.max(loss[at], low)]] },
    ],
  };
}

function textsOf({ epochs, loss, accuracy, share, curves }, at, k) {
  const top = share[at].slice(0, 10).reduce((sum, value) => sum + value, 0);
  return {
    epoch: String(epochs[at]),
    loss: compact(loss[at]),
    accuracy: percent(accuracy[at]),
    top: percent(top, 2),
    alignment: percent(curves[at][k], 2),
  };
}
