// Gradient descent: learning curves for any step size, and what becomes of every direction.

import { chart } from "./parts/chart.js";
import { choice, player, ratioSlider, slider, toggles } from "./parts/controls.js";
import {
  directions,
  diverges,
  FLOOR,
  fastPhaseEnd,
  isDone,
  sharesSpec,
  weightsSpec,
} from "./parts/directions.js";
import { explorer } from "./parts/explorer.js";
import { band, cursor, line, point } from "./parts/marks.js";
import {
  kept,
  learningCurves,
  stepSize,
  stepsTo,
  targetNormSq,
  trainingLoss,
  weightNorm,
  wholeSteps,
} from "./parts/math.js";
import { directionsLike, dragging, OWN, ownSpectrum, ownTable } from "./parts/own.js";
import { puzzles } from "./parts/puzzles.js";
import { between, oneOf, someOf, whole } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const COLORS = ["ra-c1", "ra-c2", "ra-c3", "ra-c4"];
const OWN_COLOR = "ra-c5";
const GRID = 200; // steps drawn
const INTERVAL = 60; // ms a frame of playing
const STEP_RATIO = 1.08; // of the step count, a frame of playing
const DIVERGED = 1e3; // share of the loss
const READOUTS = {
  step_size: "η",
  limit: "limit 2/σ₁²",
  loss: "loss left",
  norm: "‖w‖",
  converged: "directions converged",
  fast: "fast phase ends at step",
  goal: "steps to 1 %",
};

export default explorer({
  title: "Descent explorer",
  data: ({ curves, max_steps, own_start, puzzles }) => {
    const given = curves.map((each, i) => ({
      ...each,
      color: COLORS[i],
      norm: targetNormSq(each),
    }));
    const own = own_start.length ? [[OWN, OWN_COLOR]] : [];
    const names = [...given.map(({ name, color }) => [name, color]), ...own];
    return { given, names, own_start, puzzles, max_steps, steps: wholeSteps(max_steps, GRID) };
  },
  limits: ({ names, own_start, max_steps }) => ({
    ratio: between(0.01, 1.2),
    step: whole(1, max_steps),
    focus: oneOf(names.map(([name]) => name)),
    shown: someOf(names.map(([name]) => name)),
    own: directionsLike(own_start),
  }),
  state,
  panels: () => [
    chart(
      "Learning curves",
      "Training loss against the number of steps, for each label vector",
      lossSpec,
    ),
    chart(
      "Each direction's share of the loss",
      "Share of the loss left in each direction against its singular value; faint: at the start",
      sharesSpec,
      { attach: dragging },
    ),
    chart(
      "Each direction's weight",
      "Weight of each direction against its singular value; faint: the weight it needs",
      weightsSpec,
    ),
    chart(
      "What the loss costs in weights",
      "Norm of the weights against the share of the loss that is reduced",
      normsSpec,
    ),
  ],
  controls: ({ names }) => [
    player("step", INTERVAL, (step) => Math.ceil(step * STEP_RATIO)),
    slider("step", "Step", { log: true, say: (value) => `step ${value}` }),
    ratioSlider(),
    toggles(
      "shown",
      "Curves",
      names.map(([name, color]) => [name, name, color]),
    ),
    choice(
      "focus",
      "Directions of",
      names.map(([name]) => [name, name]),
    ),
  ],
  foot: (data) => [
    readouts(READOUTS, texts),
    sentence(sentenceOf),
    ...(data.own_start.length ? [ownTable] : []),
    ...(data.puzzles.length ? [puzzles] : []),
  ],
});

/** With the curves shown, and the one in focus, which is shown where any is. */
function state({ ratio, step, own, shown, ...at }, { given, steps }) {
  const mine = own.length ? [{ name: OWN, color: OWN_COLOR, ...ownSpectrum(own) }] : [];
  const all = [...given, ...mine];
  const curves = all.filter(({ name }) => shown.includes(name));
  const focus = curves.find(({ name }) => name === at.focus) ?? curves[0] ?? all[0];
  const eta = stepSize(focus, ratio);
  return {
    curve: focus,
    focus: focus.name,
    eta,
    left: trainingLoss(focus, [step], eta)[0] / focus.norm,
    norm: weightNorm(focus, [step], eta)[0],
    directions: directions(focus, step, eta),
    computed: curves.map((each) => compute(each, ratio, steps)),
  };
}

/** Learning curves of one label vector. */
const compute = kept((curve, ratio, steps) => {
  const eta = stepSize(curve, ratio);
  const { loss, norms } = learningCurves(curve, steps, eta);
  return {
    curve,
    eta,
    loss: Array.from(loss, (value) => value / curve.norm),
    norms: Array.from(norms),
  };
});

function lossSpec({ computed, step, curve, eta }, { steps, max_steps }) {
  const top = computed.some((each) => diverges(each.curve, each.eta)) ? 1e4 : 1.6;
  const lowest = 0.5 * Math.min(1, ...computed.map(({ loss }) => loss.at(-1)));
  const low = Math.max(FLOOR, 10 ** Math.floor(Math.log10(lowest)));
  const bounded = (loss) => loss.map((value) => Math.min(value, 1e6));
  return {
    x: { label: "step", domain: [1, max_steps], log: true },
    y: { label: "‖Φw − y‖² / ‖y‖²", domain: [low, top], log: true },
    marks: [
      ...phases(fastPhaseEnd(curve, eta), max_steps, low, top),
      cursor(step),
      ...computed.map((each) =>
        line(steps, bounded(each.loss), each.curve.color, (value) => value > 0),
      ),
    ],
  };
}

/** The fast phase as an area, where it ends within the chart. */
function phases(end, most, low, top) {
  if (end === null || end >= most) return [];
  const area = { ...band([1, end], [low, low], [top, top]), class: "ra-fast" };
  const note = {
    type: "text",
    class: "ra-note",
    x: end,
    y: top,
    dx: 2,
    dy: -4,
    text: "slow phase",
  };
  return [area, note];
}

/** The next of 1, 2, 5, 10, ...: axes stand still while a control moves. */
function roundUp(value) {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * [1, 2, 5, 10].find((step) => step * decade >= value);
}

function normsSpec({ computed, step }) {
  const finite = computed.flatMap(({ norms, loss }) =>
    norms.filter((value, i) => loss[i] <= 1 && value > 0),
  );
  const points = ({ loss, norms }) =>
    loss.map((left, i) => [1 - left, norms[i]]).filter(([reduced]) => reduced >= 0);
  const dot = ({ curve, eta }) => {
    const left = trainingLoss(curve, [step], eta)[0] / curve.norm;
    return left <= 1 ? [point(1 - left, weightNorm(curve, [step], eta)[0], curve.color)] : [];
  };
  return {
    x: { label: "share of the loss reduced", domain: [0, 1] },
    y: { label: "‖w‖", domain: [0, roundUp(Math.max(1e-6, ...finite))] },
    marks: [
      ...computed.map((each) => ({ type: "line", class: each.curve.color, points: points(each) })),
      ...computed.flatMap(dot),
    ],
  };
}

function texts({ curve, eta, left, norm, directions }) {
  const diverged = left > DIVERGED ? "diverges" : null;
  return {
    step_size: compact(eta),
    limit: compact(2 / curve.sigma[0] ** 2),
    loss: diverged ?? percent(left, 2),
    norm: diverged ?? compact(norm),
    converged: `${directions.filter(isDone).length} of ${curve.sigma.length}`,
    fast: String(fastPhaseEnd(curve, eta) ?? "never"),
    goal: String(stepsTo(curve, 0.01, eta) ?? "never"),
  };
}

function sentenceOf({ focus, curve, eta, step, left, norm }) {
  if (diverges(curve, eta)) {
    return (
      `Beyond the limit: the step size overshoots along the top direction, and the loss of ` +
      `“${focus}” grows without bound.`
    );
  }
  return (
    `After ${step} steps “${focus}” has ${percent(left, 2)} of its loss left, ` +
    `with weights of norm ${compact(norm)}.`
  );
}
