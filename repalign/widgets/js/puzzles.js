// The reader's own directions, and puzzles about them that the page checks.

import { element } from "./controls.js";
import { compact } from "./explorer.js";
import { stepsTo, targetNormSq, trainingLoss, weightNorm } from "./math.js";
import { between, list } from "./state.js";

export const OWN = "your own";
const SMALLEST = 1e-9; // squared projection or singular value: their squares and quotients stay numbers
const RATIO = 0.5; // of the limit: the step size at which puzzles are judged
const SAME = 0.01; // relative
const within = between(SMALLEST, 1 / SMALLEST);

/** The rule of the reader's directions, [[sigma, squared projection], ...]: as many as at the start, all above zero. */
export const directionsLike = (start) => ({
  otherwise: start,
  fit: (value) => {
    const own = list(value)?.map((pair) => list(pair)?.map((each) => (each > 0 ? within.fit(each) : undefined)));
    const whole = own?.length === start.length && own.every((pair) => pair?.length === 2 && !pair.includes(undefined));
    return whole ? own : undefined;
  },
});

/** A numeric entry for every sigma and squared projection: what can be dragged can be typed. */
export function ownTable(model, change) {
  const own = model.get("own");
  if (!own.length) return { node: "", set: () => {} };
  const entry = (row, column, label) => {
    const input = element("input", { type: "number", min: 0, step: "any", "aria-label": label, "data-own": `${row},${column}` });
    input.setAttribute("data-lm-suppress-shortcuts", "true");
    input.addEventListener("change", () => {
      const value = Number(input.value);
      if (!(value > 0)) return void set({ own: model.get("own") });
      change({ own: model.get("own").map((pair, i) => (i === row ? pair.map((old, j) => (j === column ? value : old)) : pair)) });
    });
    return input;
  };
  const cells = own.map((_, i) => [entry(i, 0, `sigma of direction ${i + 1}`), entry(i, 1, `squared projection of direction ${i + 1}`)]);
  const line = (title, column) =>
    element("tr", {}, element("th", { scope: "row" }, title), ...cells.map((pair) => element("td", {}, pair[column])));
  const node = element(
    "details",
    { className: "ra-own" },
    element("summary", {}, "Your own directions: drag them in the panel of shares, or type"),
    element("div", { className: "ra-table" }, element("table", {}, line("σᵢ", 0), line("(uᵢᵀy)²", 1))),
  );
  const set = (now) =>
    cells.forEach((pair, i) => pair.forEach((input, j) => input !== document.activeElement && (input.value = Number(now.own[i][j].toPrecision(4)))));
  set({ own });
  return { node, set };
}

function curveOf(own) {
  const sorted = [...own].sort((a, b) => b[0] - a[0]);
  const curve = { sigma: sorted.map(([s]) => s), power: sorted.map(([, p]) => p), residual: 0 };
  const eta = (RATIO * 2) / curve.sigma[0] ** 2;
  return { ...curve, eta, condition: curve.sigma[0] / curve.sigma.at(-1), norm: targetNormSq(curve) };
}

const near = (a, b) => Math.abs(a / b - 1) <= SAME;
const left = (curve, t) => trainingLoss(curve, [t], curve.eta)[0] / curve.norm;
const normAt90 = (curve) => weightNorm(curve, [stepsTo(curve, 0.1, curve.eta)], curve.eta)[0];

/** Puzzles by name: what is asked, and (now, start) -> [solved, what is seen]. Judged at half of the limit. */
export const PUZZLES = {
  faster: {
    text: "Keep the condition number σ₁/σᵣ and ‖y‖², and reach 1 % of the loss in a tenth of the steps.",
    check: (now, start) => {
      const [steps, goal] = [stepsTo(now, 0.01, now.eta), stepsTo(start, 0.01, start.eta) / 10];
      const kept = near(now.condition, start.condition) && near(now.norm, start.norm);
      const seen = `condition number ${compact(now.condition)} of ${compact(start.condition)}, ‖y‖² ${compact(now.norm)} of ${compact(start.norm)}`;
      return [kept && steps !== null && steps <= goal, `${seen}, ${steps ?? "endless"} steps, ${Math.floor(goal)} allowed`];
    },
  },
  crossing: {
    text: "Keep ‖y‖², and learn faster than the start at first but slower later, as in Figure 9.",
    check: (now, start) => {
      const steps = Array.from({ length: 60 }, (_, i) => Math.round(1.25 ** i));
      const ahead = steps.find((t) => left(now, t) < 0.95 * left(start, t) && left(start, t) > 1e-9);
      const behind = steps.find((t) => t > (ahead ?? Infinity) && left(now, t) > 1.05 * left(start, t) && left(now, t) > 1e-9);
      const seen = ahead ? (behind ? `ahead at step ${ahead}, behind at step ${behind}` : "ahead, and never behind") : "never ahead";
      return [near(now.norm, start.norm) && behind !== undefined, seen];
    },
  },
  lighter: {
    text: "Keep every σ and ‖y‖², and reduce 90 % of the loss with a third of the weights' norm.",
    check: (now, start) => {
      const same = now.sigma.every((s, i) => near(s, start.sigma[i])) && near(now.norm, start.norm);
      const [norm, goal] = [normAt90(now), normAt90(start) / 3];
      return [same && norm <= goal, `norm ${compact(norm)}, ${compact(goal)} allowed${same ? "" : "; σ or ‖y‖² has changed"}`];
    },
  },
};

/** The puzzles that the model names, each with whether it is solved now. */
export function drawPuzzles(node, model) {
  const names = model.get("puzzles");
  if (!names.length) return;
  const [now, start] = [curveOf(model.get("own")), curveOf(model.get("own_start"))];
  const items = names.map((name) => {
    const { text, check } = PUZZLES[name];
    const [solved, seen] = check(now, start);
    const status = element("strong", { "data-puzzle": name }, solved ? "Solved" : "Not yet");
    return element("li", { className: solved ? "ra-solved" : "" }, `${text} `, status, `: ${seen}.`);
  });
  node.replaceChildren(element("h4", {}, "Puzzles, judged at half of the largest stable step size"), element("ol", {}, ...items));
}
