// Gradient descent, direction by direction: learning curves for any step size, and every direction as a process of its own.

import { select } from "d3-selection";
import { createChart } from "./chart.js";
import { choice, element, player, readouts, slider, summary, toggles } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { forgettingRates, learningCurves, learntShares, stepsTo, targetNormSq, trainingLoss, weightNorm } from "./math.js";
import { directionsLike, drawPuzzles, OWN, ownTable } from "./puzzles.js";
import { between, oneOf, someOf, whole } from "./state.js";

const COLORS = ["ra-c1", "ra-c2", "ra-c3", "ra-c4", "ra-c5"];
const GRID = 200; // steps drawn, spaced like a logarithm
const CONVERGED = 0.01; // of a direction's share of the loss
const FAST = 10; // the fast phase ends when directions up to this many times slower than the fastest have converged
const FLOOR = 1e-6;
const INTERVAL = 60;
const STEP_RATIO = 1.08; // of the step count, a frame of playing

export default explorer(limits, build);

function limits(model) {
  const names = namesOf(model);
  return {
    ratio: between(0.01, 1.2),
    step: whole(1, model.get("max_steps")),
    focus: oneOf(names),
    shown: someOf(names),
    own: directionsLike(model.get("own_start")),
  };
}

const namesOf = (model) => [...model.get("curves").map(({ name }) => name), ...(model.get("own_start").length ? [OWN] : [])];

function build({ model, change }) {
  const given = model.get("curves").map((data, i) => ({ ...data, color: COLORS[i], norm: targetNormSq(data) }));
  const most = model.get("max_steps");
  const steps = grid(most);
  const charts = {
    loss: createChart(panel("Learning curves"), { description: "Training loss against the number of steps, for each label vector" }),
    shares: createChart(panel("Each direction's share of the loss"), {
      description: "Share of the loss left in each direction against its singular value; faint: at the start",
    }),
    weights: createChart(panel("Each direction's weight"), {
      description: "Weight of each direction against its singular value; faint: the weight it needs",
    }),
    norms: createChart(panel("What the loss costs in weights"), {
      description: "Norm of the weights against the share of the loss that is reduced",
    }),
  };
  const controls = makeControls({ model, change, given, most });
  const table = ownTable(model, change);
  const puzzles = element("div", { className: "ra-puzzles" });
  const values = readouts([
    ["step_size", "η"], ["limit", "limit 2/σ₁²"], ["loss", "loss left"], ["norm", "‖w‖"], ["converged", "directions converged"],
    ["fast", "fast phase ends at step"], ["goal", "steps to 1 %"],
  ]);
  const sentence = summary();
  dragging(charts.shares, model, change);

  function draw() {
    const now = state(model, given);
    now.directions = directions(now);
    now.computed = now.shown.map((curve) => compute(curve, steps, now.ratio));
    charts.loss.draw(lossSpec(now, steps, most));
    charts.shares.draw(sharesSpec(now));
    charts.weights.draw(weightsSpec(now));
    charts.norms.draw(normsSpec(now));
    controls.set(now);
    table.set(now);
    drawPuzzles(puzzles, model);
    values.set(texts(now, most));
    sentence.set(sentenceOf(now));
  }
  const list = Object.values(charts);
  return {
    title: "Descent explorer",
    panels: list.map((chart) => chart.node.closest(".ra-panel")),
    controls: controls.nodes,
    foot: [values.node, ...sentence.nodes, table.node, puzzles],
    draw,
    destroy: () => {
      controls.stop();
      list.forEach((chart) => chart.destroy());
    },
  };
}

function grid(most) {
  const spaced = Array.from({ length: GRID }, (_, i) => Math.round(most ** (i / (GRID - 1))));
  return [...new Set(spaced)];
}

/** The reader's own directions as a curve. */
export function ownCurve(own) {
  const sorted = [...own].sort((a, b) => b[0] - a[0]);
  const [sigma, power] = [sorted.map(([s]) => s), sorted.map(([, p]) => p)];
  const curve = { name: OWN, sigma, power, residual: 0, color: COLORS.at(-1) };
  return { ...curve, norm: targetNormSq(curve) };
}

function state(model, given) {
  const [ratio, step, own] = ["ratio", "step", "own"].map((name) => model.get(name));
  const all = own.length ? [...given, ownCurve(own)] : given;
  const shown = all.filter(({ name }) => model.get("shown").includes(name));
  const focus = shown.find(({ name }) => name === model.get("focus")) ?? shown[0] ?? all[0];
  return { all, shown, focus, ratio, step, eta: stepSize(focus, ratio), own };
}

/** Step sizes are in units of each representation's own limit, 2 / sigma_1^2. */
const stepSize = ({ sigma }, ratio) => (ratio * 2) / sigma[0] ** 2;

/** Learning curves of one label vector; kept while the reader moves the step alone. */
function compute(curve, steps, ratio) {
  if (curve.computed?.ratio !== ratio) {
    const eta = stepSize(curve, ratio);
    const { loss, norms } = learningCurves(curve, steps, eta);
    curve.computed = { curve, ratio, eta, loss: Array.from(loss, (value) => value / curve.norm), norms: Array.from(norms) };
  }
  return curve.computed;
}

function makeControls({ model, change, given, most }) {
  const names = namesOf(model).map((name) => [name, name, given.find((curve) => curve.name === name)?.color ?? COLORS.at(-1)]);
  const ratio = slider({
    label: "Step size, in units of the limit 2/σ₁²", name: "ratio", min: 0.01, max: 1.2, step: 0.01,
    onInput: (value) => change({ ratio: value }),
  });
  const step = slider({
    label: "Step", name: "step", min: 1, max: most, log: true, digits: 0, say: (value) => `step ${value}`,
    onInput: (value) => change({ step: value }),
  });
  const play = player({
    name: "play", interval: INTERVAL, atEnd: () => model.get("step") >= most, rewind: () => change({ step: 1 }),
    advance: () => change({ step: Math.min(most, Math.ceil(model.get("step") * STEP_RATIO)) }),
  });
  const shown = toggles({ label: "Curves", name: "shown", options: names, onInput: (value) => change({ shown: value }) });
  const focus = choice({
    label: "Directions of", name: "focus", options: names.map(([name]) => [name, name]), onInput: (value) => change({ focus: value }),
  });
  return {
    nodes: [play.node, step.node, ratio.node, shown.node, focus.node],
    stop: play.stop,
    set: (now) => {
      ratio.set(now.ratio);
      step.set(now.step);
      shown.set(now.shown.map(({ name }) => name));
      focus.set(now.focus.name);
    },
  };
}

// ---- what is drawn

const diverges = ({ sigma }, eta) => eta * sigma[0] ** 2 >= 2;

function lossSpec({ computed, step, focus, eta }, steps, most) {
  const top = computed.some(({ curve, eta: own }) => diverges(curve, own)) ? 1e4 : 1.6;
  const low = Math.max(FLOOR, 10 ** Math.floor(Math.log10(0.5 * Math.min(1, ...computed.map(({ loss }) => loss.at(-1))))));
  const phase = fastPhaseEnd(focus, eta, most);
  return {
    x: { label: "step", domain: [1, most], log: true },
    y: { label: "‖Φw − y‖² / ‖y‖²", domain: [low, top], log: true },
    marks: [
      ...(phase ? [{ type: "band", class: "ra-fast", points: [[1, low, top], [phase, low, top]] }] : []),
      ...(phase ? [{ type: "text", class: "ra-note", x: phase, y: top, dx: 2, dy: -4, text: "slow phase" }] : []),
      { type: "rule", class: "ra-cursor", x: step },
      ...computed.map(({ curve, loss }) => ({
        type: "line", class: curve.color, points: steps.map((t, i) => [t, Math.min(loss[i], 1e6)]).filter(([, v]) => v > 0),
      })),
    ],
  };
}

/** What of a label vector's directions does not move: [sigma, share at the start] and [sigma, weight needed]. */
function atRest(curve) {
  curve.rest ??= {
    shares: curve.sigma.map((sigma, i) => [sigma, Math.max(curve.power[i] / curve.norm, FLOOR)]),
    weights: curve.sigma.map((sigma, i) => [sigma, Math.sqrt(curve.power[i]) / sigma]).filter(([, needed]) => needed > 0),
  };
  return curve.rest;
}

/** Directions at this moment: sigma, share of ||y||^2 left, the factor and rate of its loss, weight now and needed. */
function directions({ focus, step, eta }) {
  const rates = forgettingRates(focus.sigma, eta);
  const learnt = learntShares(focus.sigma, step, eta);
  return focus.sigma.map((sigma, i) => {
    const start = focus.power[i] / focus.norm;
    const needed = Math.sqrt(focus.power[i]) / sigma;
    const factor = Math.exp(2 * step * rates[i]);
    return { sigma, left: start * factor, factor, rate: rates[i], weight: Math.abs(learnt[i]) * needed, needed };
  });
}

function sigmaAxis({ focus }) {
  const [high, low] = [focus.sigma[0], Math.max(focus.sigma.at(-1), focus.sigma[0] * 1e-4)];
  return { label: "singular value σ", domain: [low / 1.3, high * 1.3], log: true };
}

function groups(all) {
  const growing = all.filter(({ rate }) => rate > 0);
  const done = all.filter(({ rate, factor }) => rate <= 0 && factor < CONVERGED);
  const active = all.filter(({ rate, factor }) => rate <= 0 && factor >= CONVERGED);
  return { growing, done, active };
}

function sharesSpec(now) {
  const all = now.directions;
  const dots = (list, value, name) => ({ type: "dots", class: name, points: list.map((d) => [d.sigma, Math.max(value(d), FLOOR)]) });
  const { growing, done, active } = groups(all);
  return {
    x: sigmaAxis(now),
    y: { label: "share of ‖y‖²", domain: [FLOOR, growing.length ? 1e2 : 1.6], log: true },
    marks: [
      { type: "dots", class: "ra-faint", points: atRest(now.focus).shares },
      dots(done, (d) => d.left, "ra-done"),
      dots(active, (d) => d.left, `ra-large ${now.focus.color}`),
      dots(growing, (d) => d.left, "ra-large ra-growing"),
    ],
  };
}

function weightsSpec(now) {
  const all = now.directions.filter(({ needed }) => needed > 0);
  const top = Math.max(...all.map(({ needed }) => needed)) * 2;
  const dots = (list, value, name) => ({ type: "dots", class: name, points: list.map((d) => [d.sigma, Math.max(value(d), top * 1e-6)]) });
  const { growing, done, active } = groups(all);
  return {
    x: sigmaAxis(now),
    y: { label: "|vᵢᵀw|", domain: [top * 1e-5, top], log: true },
    marks: [
      { type: "dots", class: "ra-faint", points: atRest(now.focus).weights },
      dots(done, (d) => d.weight, "ra-done"),
      dots(active, (d) => d.weight, `ra-large ${now.focus.color}`),
      dots(growing, (d) => d.weight, "ra-large ra-growing"),
    ],
  };
}

/** The next of 1, 2, 5, 10, ...: axes stand still while a control moves. */
function roundUp(value) {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * [1, 2, 5, 10].find((step) => step * decade >= value);
}

function normsSpec({ computed, step }) {
  const finite = computed.flatMap(({ norms, loss }) => norms.filter((value, i) => loss[i] <= 1 && value > 0));
  const top = roundUp(Math.max(1e-6, ...finite));
  const dot = ({ curve, eta }) => {
    const left = trainingLoss(curve, [step], eta)[0] / curve.norm;
    return { type: "dots", class: `ra-point ${curve.color}`, points: left <= 1 ? [[1 - left, weightNorm(curve, [step], eta)[0]]] : [] };
  };
  return {
    x: { label: "share of the loss reduced", domain: [0, 1] },
    y: { label: "‖w‖", domain: [0, top] },
    marks: [
      ...computed.map(({ curve, loss, norms }) => ({
        type: "line", class: curve.color, points: loss.map((left, i) => [1 - left, norms[i]]).filter(([reduced]) => reduced >= 0),
      })),
      ...computed.map(dot),
    ],
  };
}

/** Step at which directions up to `FAST` times slower than the fastest have lost 99 % of their share. */
export function fastPhaseEnd(curve, eta, most) {
  if (diverges(curve, eta)) return null;
  const rates = forgettingRates(curve.sigma, eta);
  const slowest = Math.max(...[...rates].filter((_, i) => curve.sigma[i] ** 2 >= curve.sigma[0] ** 2 / FAST));
  const end = Math.max(1, Math.ceil(Math.log(CONVERGED) / (2 * slowest)));
  return end < most ? end : null;
}

function texts(now, most) {
  const { focus, eta, step } = now;
  const left = trainingLoss(focus, [step], eta)[0] / focus.norm;
  const { done } = groups(now.directions);
  const goal = stepsTo(focus, 0.01, eta);
  return {
    step_size: compact(eta),
    limit: compact(2 / focus.sigma[0] ** 2),
    loss: left > 1e3 ? "diverges" : percent(left, 2),
    norm: left > 1e3 ? "diverges" : compact(weightNorm(focus, [step], eta)[0]),
    converged: `${done.length} of ${focus.sigma.length}`,
    fast: diverges(focus, eta) ? "never" : String(fastPhaseEnd(focus, eta, Infinity) ?? `beyond ${most}`),
    goal: goal === null ? "never" : String(goal),
  };
}

function sentenceOf(now) {
  const { focus, eta, step } = now;
  const left = trainingLoss(focus, [step], eta)[0] / focus.norm;
  if (diverges(focus, eta)) {
    return `Beyond the limit: the step size overshoots along the top direction, and the loss of “${focus.name}” grows without bound.`;
  }
  return `After ${step} steps “${focus.name}” has ${percent(left, 2)} of its loss left, with weights of norm ${compact(weightNorm(focus, [step], eta)[0])}.`;
}

// ---- the reader's own directions: points that can be dragged in the panel of shares

function dragging(chart, model, change) {
  const svg = select(chart.node);
  let held = null;
  const at = (event) => chart.invert(event);
  svg.on("pointerdown", (event) => {
    const own = model.get("own");
    if (model.get("focus") !== OWN || !own.length) return;
    const point = at(event);
    const reach = own.map(([s, p]) => chart.distance(event, [s, p / totalPower(own)]));
    const nearest = reach.indexOf(Math.min(...reach));
    if (reach[nearest] > 24) return;
    held = { index: nearest, total: totalPower(own) };
    svg.node().setPointerCapture(event.pointerId);
    event.preventDefault();
    move(point);
  });
  svg.on("pointermove", (event) => held && move(at(event)));
  svg.on("pointerup pointercancel", () => (held = null));

  function move([sigma, share]) {
    const own = model.get("own").map((pair) => [...pair]);
    const tidy = (value) => Number(value.toPrecision(3));
    own[held.index] = [tidy(Math.min(1e3, Math.max(1e-2, sigma))), tidy(Math.min(1, Math.max(1e-6, share)) * held.total)];
    change({ own });
  }
}

const totalPower = (own) => own.reduce((sum, [, power]) => sum + power, 0);
