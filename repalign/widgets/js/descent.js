// Gradient descent: learning curves for any step size, and what becomes of every direction.

import { chart } from "./parts/chart.js";
import { choice, player, ratioSlider, slider, toggles } from "./parts/controls.js";
import {
  becomes,
  directions,
  diverges,
  fastPhaseEnd,
  holding,
  inItsColor,
  isDone,
  NEEDED,
  reachOf,
  START,
  sharesSpec,
  weightsSpec,
} from "./parts/directions.js";
import { element } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { folded, footed, group, headed } from "./parts/folded.js";
import { lossSpec, normsSpec } from "./parts/learning.js";
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
import { puzzles, verdicts } from "./parts/puzzles.js";
import { between, oneOf, someOf, whole } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const COLORS = ["ra-c1", "ra-c2", "ra-c3", "ra-c4"];
const OWN_COLOR = "ra-c5";
const GRID = 100; // steps drawn
const INTERVAL = 60; // ms a frame of playing
const STEP_RATIO = 1.08; // of the step count, a frame of playing
const DIVERGED = 1e3; // share of the loss
const READOUTS = {
  step_size: "η",
  limit: "limit 2/σ₁²",
  loss: "loss left",
  norm: "‖w‖",
  converged: "directions learned",
  fast: "fast phase ends at",
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
    headed(
      chart(
        "Learning curves",
        "Training loss against the number of steps, for each label vector; shaded: the fast " +
          "phase of the one whose directions are shown",
        lossSpec,
        { height: 220, drag: { x: "step" } },
      ),
      curvesShown,
    ),
    headed(
      footed(
        inItsColor(
          chart(
            "Each direction's share of the loss",
            "Share of the loss left in each direction against its singular value; grey: learned; " +
              "dashes: at the start; a line at the singular value beyond which the step size " +
              "diverges",
            sharesSpec,
            {
              legend: becomes(START),
              height: 220,
              attach: dragging,
              drag: { x: "reach", sets: ratioAt },
            },
          ),
        ),
        verdicts,
      ),
      curveInFocus,
    ),
  ],
  controls: () => [
    player("step", INTERVAL, (step) => Math.ceil(step * STEP_RATIO)),
    slider("step", "Step", { log: true, say: (value) => `step ${value}` }),
    ratioSlider(),
  ],
  foot: ({ own_start, puzzles: asked }) => [
    readouts(READOUTS, texts),
    sentence(sentenceOf),
    folded("What it costs in weights", [group("ra-panels", weightPanels)]),
    ...(own_start.length
      ? [
          folded(
            `Your own directions${asked.length ? ", and puzzles" : ""}`,
            asked.length ? [ownTable, puzzles] : [ownTable],
            ({ focus }) => focus === OWN,
          ),
        ]
      : []),
  ],
});

const weightPanels = [
  inItsColor(
    chart(
      "Each direction's weight",
      "Weight of each direction against its singular value; dashes: the weight it needs",
      weightsSpec,
      { legend: becomes(NEEDED), height: 200 },
    ),
  ),
  chart(
    "What the loss costs in weights",
    "Norm of the weights against the share of the loss that is reduced",
    normsSpec,
    { height: 200 },
  ),
];

/** The last curve stays. */
function curvesShown(page) {
  const { names } = page.data;
  const options = names.map(([name, color]) => [name, name, color]);
  const { node, draw } = toggles("shown", "Curves", options)(page);
  const reason = element("span", { className: "ra-hint" }, "One curve stays.");
  node.append(reason);
  const boxes = [...node.querySelectorAll("input")];
  return {
    node,
    draw: (now) => {
      draw(now);
      reason.hidden = now.shown.length > 1;
      for (const box of boxes) box.disabled = box.checked && now.shown.length === 1;
    },
  };
}

/** A curve that is not shown is shown with its directions. */
function curveInFocus(page) {
  const options = page.data.names.map(([name]) => [name, name]);
  const change = ({ focus }) => page.change({ focus, shown: [...page.state.get("shown"), focus] });
  return choice("focus", "Directions of", options)({ ...page, change });
}

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
    reach: reachOf(focus, eta),
    directions: directions(focus, step, eta),
    computed: curves.map((each) => compute(each, ratio, steps)),
  };
}

/** The step size at which a singular value is the last that converges. */
const ratioAt = (sigma, { curve }) => ({
  ratio: Number(((curve.sigma[0] / sigma) ** 2).toFixed(3)),
});

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

function texts({ curve, eta, left, norm, directions }) {
  const diverged = left > DIVERGED ? "diverges" : null;
  const held = holding(curve, directions);
  return {
    step_size: compact(eta),
    limit: compact(2 / curve.sigma[0] ** 2),
    loss: diverged ?? percent(left, 2),
    norm: diverged ?? compact(norm),
    converged: `${held.filter(isDone).length} of ${held.length}`,
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
