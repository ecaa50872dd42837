// Transfer on the peaks tasks: training on a source aligns its representation with related tasks and away from unrelated ones.

import { createChart } from "./chart.js";
import { choice, element, key, player, slider, summary } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { alignmentCurve, testLoss, trainingLoss } from "./math.js";
import { between, indexOf } from "./state.js";

const REPRESENTATIONS = [["inputs", "ra-c2"], ["before training", "ra-c3"], ["after training", "ra-c1"]];
const TAUS = 120;
const GRID = 60;
const INTERVAL = 220;
const LOWEST = 0.1; // threshold
const STATE = ["checkpoint", "layer", "task", "threshold", "ratio"];

export default explorer(limits, build);

function limits(model) {
  return {
    checkpoint: indexOf(model.get("epochs")),
    layer: indexOf(model.get("layers")[0]),
    task: indexOf(model.get("tasks")),
    threshold: between(LOWEST, highest(model)),
    ratio: between(0.01, 1.1),
  };
}

/** The largest singular value of all. */
const highest = (model) => Math.max(...[model.get("inputs"), ...model.get("layers").flat()].map(({ sigma }) => sigma[0]));

function build({ model, change }) {
  const data = Object.fromEntries(["tasks", "epochs", "inputs", "layers", "transfer", "max_steps"].map((name) => [name, model.get(name)]));
  const last = data.epochs.length - 1;
  const top = highest(model);
  const taus = Array.from({ length: TAUS }, (_, i) => LOWEST * (top / LOWEST) ** (i / (TAUS - 1)));
  const steps = [...new Set(Array.from({ length: GRID }, (_, i) => Math.round(data.max_steps ** (i / (GRID - 1)))))];
  const legend = REPRESENTATIONS.map(([name, color]) => [color, name]);
  const curves = data.tasks.map((task, k) =>
    createChart(panel(task, k === 0 ? legend : []), { description: `Alignment with ${task} against the threshold`, height: 210 }),
  );
  const learning = (data.transfer.length ? ["train", "test"] : []).map((split) =>
    createChart(panel(`Linear model on 100 points: ${split} error`), {
      description: `Squared error on ${split} samples against the number of steps, for each representation`, height: 210,
    }),
  );
  const controls = makeControls({ model, change, data, last, top });
  const rows = table(data.tasks);
  const sentence = summary();

  function draw() {
    const now = state(model, data);
    data.tasks.forEach((_, k) => curves[k].draw(curveSpec(now, k, taus, top)));
    const errors = errorsOf(now);
    learning.forEach((chart, split) => chart.draw(errorSpec(errors[split], steps)));
    controls.set(now);
    rows.set(now);
    sentence.set(sentenceOf(now, data, errors, steps));
  }
  /** Kept while the reader moves what they do not depend on. */
  let known = {};
  function errorsOf(now) {
    if (!learning.length) return null;
    const { ratio, task } = now;
    if (known.ratio !== ratio || known.task !== task) known = { ratio, task, errors: errorCurves(data, now, steps) };
    return known.errors;
  }
  const list = [...curves, ...learning];
  return {
    title: "Peaks explorer",
    panels: list.map((chart) => chart.node.closest(".ra-panel")),
    controls: controls.nodes,
    foot: [rows.node, ...sentence.nodes],
    draw,
    destroy: () => {
      controls.stop();
      list.forEach((chart) => chart.destroy());
    },
  };
}

/** Spectra of the three representations, [inputs, before, now], of one task each. */
function state(model, data) {
  const [checkpoint, layer, task, threshold, ratio] = STATE.map((name) => model.get(name));
  const three = [data.inputs, data.layers[0][layer], data.layers[checkpoint][layer]];
  const spectra = data.tasks.map((_, k) => three.map(({ sigma, power, residual }) => ({ sigma, power: power[k], residual: residual[k] })));
  const shares = spectra.map((each) => each.map((spectrum) => alignmentCurve(spectrum, [threshold], true)[0]));
  return { checkpoint, layer, task, threshold, ratio, spectra, shares };
}

function makeControls({ model, change, data, last, top }) {
  const set = (name) => (value) => change({ [name]: value });
  const checkpoint = slider({
    label: "Checkpoint", name: "checkpoint", min: 0, max: last, step: 1, digits: 0,
    say: (value) => `epoch ${data.epochs[value]}`, onInput: set("checkpoint"),
  });
  const threshold = slider({
    label: "Threshold τ", name: "threshold", min: LOWEST, max: top, log: true, digits: 2, say: compact, onInput: set("threshold"),
  });
  const ratio = slider({
    label: "Step size, in units of the limit 2/σ₁²", name: "ratio", min: 0.01, max: 1.1, step: 0.01, onInput: set("ratio"),
  });
  const play = player({
    name: "play", interval: INTERVAL, atEnd: () => model.get("checkpoint") >= last, rewind: () => change({ checkpoint: 0 }),
    advance: () => change({ checkpoint: model.get("checkpoint") + 1 }),
  });
  const task = choice({
    label: "Linear model on", name: "task", options: data.tasks.map((name, k) => [k, name]), onInput: set("task"),
  });
  const layers = data.layers[0].map((_, l) => [l, `hidden layer ${l + 1}`]);
  const layer = choice({ label: "Layer", name: "layer", options: layers, onInput: set("layer") });
  return {
    nodes: [play.node, checkpoint.node, threshold.node, ...(layers.length > 1 ? [layer.node] : []), ...(data.transfer.length ? [task.node, ratio.node] : [])],
    stop: play.stop,
    set: (now) => Object.entries({ checkpoint, threshold, ratio, task, layer }).forEach(([name, control]) => control.set(now[name])),
  };
}

function curveSpec({ spectra, shares, threshold }, k, taus, top) {
  return {
    x: { label: "threshold τ", domain: [LOWEST, top], log: true },
    y: { label: "share of ‖y‖²", domain: [0, 1.05] },
    marks: [
      { type: "rule", class: "ra-cursor", x: threshold },
      ...REPRESENTATIONS.map(([, color], r) => ({
        type: "step", class: color, points: alignmentCurve(spectra[k][r], taus, true).map((share, i) => [taus[i], share]),
      })),
      ...REPRESENTATIONS.map(([, color], r) => ({ type: "dots", class: `ra-point ${color}`, points: [[threshold, shares[k][r]]] })),
    ],
  };
}

/** Mean squared errors [train, test] of each representation, as shares of the error at the start. */
function errorCurves({ transfer }, { task, ratio }, steps) {
  const all = transfer[task].map((both) => {
    const spectrum = { ...both, power: both.coefficients.map((c) => c * c), residual: both.residual };
    const eta = (ratio * 2) / both.sigma[0] ** 2;
    const train = trainingLoss(spectrum, [0, ...steps], eta);
    const test = testLoss(both, [0, ...steps], eta);
    return [train, test].map((losses) => losses.slice(1).map((value) => value / losses[0]));
  });
  return [0, 1].map((split) => all.map((each) => each[split]));
}

function errorSpec(errors, steps) {
  const finite = errors.flat().filter((value) => value < 1.5);
  const low = Math.max(0, Math.min(...finite) * 0.9);
  return {
    x: { label: "step", domain: [1, steps.at(-1)], log: true },
    y: { label: "error, share of its start", domain: [low, Math.max(1.05, Math.min(1.5, Math.max(...errors.flat())))] },
    marks: errors.map((values, r) => ({
      type: "line", class: REPRESENTATIONS[r][1], points: steps.map((t, i) => [t, Math.min(values[i], 10)]).filter(([, v]) => v < 1.5),
    })),
  };
}

function table(tasks) {
  const cells = tasks.map(() => REPRESENTATIONS.map(([name]) => element("td", { "data-readout": name })));
  const head = element("tr", {}, element("th", { scope: "col" }, "share of ‖y‖² with σ ≥ τ"), ...REPRESENTATIONS.map(([name, color]) =>
    element("th", { scope: "col" }, key(color), ` ${name}`)));
  const body = tasks.map((task, k) => element("tr", { "data-task": task }, element("th", { scope: "row" }, task), ...cells[k]));
  const node = element("div", { className: "ra-table" }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
  const set = ({ shares }) => shares.forEach((row, k) => row.forEach((share, r) => (cells[k][r].textContent = percent(share))));
  return { node, set };
}

function sentenceOf(now, data, errors, steps) {
  const [inputs, before, after] = now.shares[now.task].map((share) => percent(share, 0));
  const shown =
    `${data.tasks[now.task]} at epoch ${data.epochs[now.checkpoint]}, τ = ${compact(now.threshold)}: inputs ${inputs}, ` +
    `before training ${before}, after ${after}.`;
  if (!errors) return shown;
  const [first, , last] = errors[1].map((values) => Math.min(...values));
  const verdict = last < 0.98 * first ? "lower" : last > 1.02 * first ? "higher" : "about the same";
  return `${shown} Its lowest test error within ${steps.at(-1)} steps is ${verdict} on the trained representation than on the inputs.`;
}
