// Puzzles about the reader's own directions that the page checks.

import { element } from "./elements.js";
import { kept, stepSize, stepsTo, trainingLoss, weightNorm } from "./math.js";
import { OWN, ownSpectrum } from "./own.js";
import { compact } from "./text.js";

const RATIO = 0.5; // of the limit: the step size at which puzzles are judged
const SAME = 0.01; // relative
const FIRST_STEPS = Array.from({ length: 60 }, (_, i) => Math.round(1.25 ** i));
const SEEN = 1e-9; // share of the loss

const judged = kept((own) => {
  const spectrum = ownSpectrum(own);
  const condition = spectrum.sigma[0] / spectrum.sigma.at(-1);
  return { ...spectrum, condition, eta: stepSize(spectrum, RATIO) };
});
const near = (a, b) => Math.abs(a / b - 1) <= SAME;
const left = (curve, t) => trainingLoss(curve, [t], curve.eta)[0] / curve.norm;
const normAt90 = (curve) => weightNorm(curve, [stepsTo(curve, 0.1, curve.eta)], curve.eta)[0];

/** Each of the puzzles returns [solved, what is seen]. */
function faster(now, start) {
  const steps = stepsTo(now, 0.01, now.eta);
  const goal = stepsTo(start, 0.01, start.eta) / 10;
  const same = near(now.condition, start.condition) && near(now.norm, start.norm);
  const seen = [
    `condition number ${compact(now.condition)} of ${compact(start.condition)}`,
    `‖y‖² ${compact(now.norm)} of ${compact(start.norm)}`,
    `${steps ?? "endless"} steps, ${Math.floor(goal)} allowed`,
  ];
  return [same && steps !== null && steps <= goal, seen.join(", ")];
}

function crossing(now, start) {
  const isAhead = (t) => left(now, t) < 0.95 * left(start, t) && left(start, t) > SEEN;
  const isBehind = (t) => left(now, t) > 1.05 * left(start, t) && left(now, t) > SEEN;
  const ahead = FIRST_STEPS.find(isAhead);
  const behind = FIRST_STEPS.find((t) => t > (ahead ?? Infinity) && isBehind(t));
  const later = behind
    ? `ahead at step ${ahead}, behind at step ${behind}`
    : "ahead, and never behind";
  return [near(now.norm, start.norm) && behind !== undefined, ahead ? later : "never ahead"];
}

function lighter(now, start) {
  const same = now.sigma.every((s, i) => near(s, start.sigma[i])) && near(now.norm, start.norm);
  const [norm, goal] = [normAt90(now), normAt90(start) / 3];
  const seen = `norm ${compact(norm)}, ${compact(goal)} allowed`;
  return [same && norm <= goal, same ? seen : `${seen}; σ or ‖y‖² has changed`];
}

const PUZZLES = {
  faster: [
    "Keep the condition number σ₁/σᵣ and ‖y‖², and reach 1 % of the loss in a tenth of the steps.",
    faster,
  ],
  crossing: [
    "Keep ‖y‖², and learn faster than the start at first but slower later, as in Figure 9.",
    crossing,
  ],
  lighter: [
    "Keep every σ and ‖y‖², and reduce 90 % of the loss with a third of the weights' norm.",
    lighter,
  ],
};

/** Of a puzzle: [whether it is solved now, what is seen]. */
const verdict = (name, own, start) => PUZZLES[name][1](judged(own), judged(start));

/** The puzzles that the model names, each with whether it is solved now. */
export function puzzles({ data }) {
  const items = element("ol");
  const item = (name, own) => {
    const [text] = PUZZLES[name];
    const [solved, seen] = verdict(name, own, data.own_start);
    const status = element("strong", { "data-puzzle": name }, solved ? "Solved" : "Not yet");
    return element(
      "li",
      { className: solved ? "ra-solved" : "" },
      `${text} `,
      status,
      `: ${seen}.`,
    );
  };
  const title = element("h4", {}, "Puzzles, judged at half of the largest stable step size");
  const node = element("div", { className: "ra-puzzles" }, title, items);
  const draw = ({ own }) => items.replaceChildren(...data.puzzles.map((name) => item(name, own)));
  return { node, draw };
}

/** Which are solved, in a line that stands where the reader drags. */
export function verdicts({ data }) {
  const node = element("p", { className: "ra-hint" });
  const draw = ({ own, focus }) => {
    node.hidden = focus !== OWN || !data.puzzles.length;
    if (node.hidden) return; // every move of a slider draws: what nobody sees is not judged
    const said = data.puzzles.map((name, i) => {
      const [solved] = verdict(name, own, data.own_start);
      return `${i + 1} ${solved ? "solved" : "not yet"}`;
    });
    node.textContent = `Puzzles: ${said.join(", ")}`;
  };
  return { node, draw };
}
