// Challenges that the page judges while the reader trains.

import { button, element, write } from "../parts/elements.js";
import { alignment } from "../parts/math.js";
import { percent } from "../parts/text.js";
import { isPlanar } from "./tasks.js";

const FEW = 200; // samples that any network of the page can fit
const MANY = 32; // points, of a reader's own

const last = ({ shown }) => shown.now.layers.at(-1);
const held = (spectra, threshold) => alignment(spectra[0], threshold, true);
const points = (share, more, less) =>
  `${Math.abs(100 * share).toFixed(1)} points ${share < 0 ? less : more}`;

/** Conditions that challenges share: [whether it is met, what is seen]. */
const samples = ({ n }) => [n >= FEW, `${n} samples`];
const fitted = ({ shown }, least = 1) => [
  shown.now.fit >= least,
  `${percent(shown.now.fit)} fitted`,
];

/** Each: what is asked, where it starts, and `judge(now)`, a list of conditions. */
const CHALLENGES = {
  shuffled: {
    text:
      `Shuffle all labels of at least ${FEW} samples. Make the last layer hold 90 % of them at ` +
      "τ = 2.",
    start: { data: "digits", samples: 500, shuffled: 1, width: 64, threshold: 2 },
    judge: (now) => {
      const share = held(last(now), 2);
      const { shuffled } = now.shown.settings;
      return [
        samples(now),
        [shuffled === 1, `${percent(shuffled, 0)} shuffled`],
        [share >= 0.9, `${percent(share)} held`],
      ];
    },
  },
  lazy: {
    text:
      `Fit every label of at least ${FEW} points of the plane with a network that does not ` +
      "align: its last layer holds less than half of them at τ = 2.",
    start: { data: "circles", depth: 1, width: 64, threshold: 2 },
    judge: (now) => {
      const share = held(last(now), 2);
      return [samples(now), onPlane(now), fitted(now), [share < 0.5, `${percent(share)} held`]];
    },
  },
  helps: {
    text:
      "Help: find a task of the plane, and a network whose last layer has 35 points less of the " +
      "loss left after 100 steps than the inputs have, for the related second labels.",
    start: { data: "circles", second: "related" },
    judge: (now) => {
      const gain = now.left.inputs[1] - lastLeft(now)[1];
      return [onPlane(now), fitted(now), [gain >= 0.35, points(gain, "less", "more")]];
    },
  },
  hurts: {
    text:
      "Hurt: train a network to fit 95 % of the labels of points of the plane, so that for the " +
      "unrelated second labels its last layer has 20 points more of the loss left than the " +
      "inputs have, and more than it had itself before training.",
    start: { data: "circles", second: "unrelated" },
    judge: (now) => {
      const after = lastLeft(now)[2];
      const [bare, start] = [after - now.left.inputs[2], after - now.firstLeft()[2]];
      return [
        onPlane(now),
        fitted(now, 0.95),
        [bare >= 0.2, `${points(bare, "more", "less")} than the inputs`],
        [start >= 0.2, `${points(start, "more", "less")} than before training`],
      ];
    },
  },
  earlier: {
    text:
      "Choose the layer: on peaks functions, train three hidden layers or more until they " +
      "explain 95 % of the variance and one of the earlier has 25 points less of the related " +
      "second labels' loss left than the last.",
    start: { data: "peaks", samples: 500, width: 32, second: "related" },
    judge: (now) => {
      const all = now.shown.now.layers.map((_, l) => now.leftOn(l)[1]);
      const gain = all.at(-1) - Math.min(...all);
      const best = all.indexOf(Math.min(...all)) + 1;
      return [
        [now.shown.settings.data === "peaks", `task ${now.shown.settings.data}`],
        [all.length >= 3, `${all.length} layers`],
        fitted(now, 0.95),
        [gain >= 0.25, `${points(gain, "less", "more")}, on layer ${best}`],
      ];
    },
  },
  drawn: {
    text:
      `Draw until there are ${MANY} points of your own, of which the inputs hold less than 20 % ` +
      "at τ = 1. Fit them all, and have one direction with σ ≥ 1 hold 80 % of them.",
    start: { data: "drawn", brush: "+1", threshold: 1 },
    judge: (now) => {
      const [{ sigma, power }] = last(now);
      const high = Array.from(power).filter((_, i) => sigma[i] >= 1);
      const [inputs, top] = [held(now.shown.inputs, 1), Math.max(0, ...high) / now.norms[0]];
      return [
        [now.shown.settings.data === "drawn", `task ${now.shown.settings.data}`],
        [now.n >= MANY, `${now.n} points`],
        fitted(now),
        [inputs < 0.2, `inputs hold ${percent(inputs)}`],
        [top >= 0.8, `one direction ${percent(top)}`],
      ];
    },
  },
};

const onPlane = ({ shown: { settings } }) => [isPlanar(settings.data), `task ${settings.data}`];
const lastLeft = (now) => now.leftOn(now.shown.now.layers.length - 1);

/** Which challenges are solved, and with what; which one was begun. */
export class Judge {
  #solved = new Map();
  begun = null;

  /** Of a challenge: [whether it is or was solved, in words]. */
  verdict(name, now) {
    const conditions = CHALLENGES[name].judge(now);
    const said = conditions.map(([isMet, words]) => `${isMet ? "✓" : "✗"} ${words}`).join(" · ");
    if (conditions.every(([isMet]) => isMet) && !this.#solved.has(name))
      this.#solved.set(name, `at epoch ${now.shown.epoch}: ${said}`);
    const isSolved = this.#solved.has(name);
    return [isSolved, isSolved ? this.#solved.get(name) : `now ${said}`];
  }
}

const NUMBERS = Object.fromEntries(Object.keys(CHALLENGES).map((name, i) => [name, i + 1]));

/** A part: the verdict on the challenge that the reader has begun, where the training is. */
export function challenged({ data: { judge } }) {
  const node = element("p", { className: "ra-hint", hidden: true });
  const draw = (now) => {
    node.hidden = !judge.begun;
    if (node.hidden || !now.shown) return;
    const [isSolved, words] = judge.verdict(judge.begun, now);
    write(
      node,
      `Challenge ${NUMBERS[judge.begun]} ${isSolved ? "solved" : "not yet solved"}, ${words}`,
    );
  };
  return { node, draw };
}

/** A part: the challenges; what was solved once stays solved. */
export const challenges = ({ data, change, model }) => {
  const initial = Object.fromEntries(
    model.get("page_state").map((name) => [name, model.get(name)]),
  );
  const begin = (name, from) => {
    const { depth = initial.depth, ...start } = CHALLENGES[name].start;
    data.client.isTraining = false;
    data.judge.begun = name;
    change({ ...initial, ...start, depth, layer: depth, epoch: 0 });
    from.closest(".repalign").scrollIntoView({ block: "start" });
  };
  const items = Object.keys(CHALLENGES).map((name) => item(name, data.judge, begin));
  const list = element("ol", {}, ...items.map(({ node }) => node));
  const title = element("h4", {}, "Six challenges");
  const node = element("div", { className: "ra-puzzles" }, title, list);
  return { node, draw: (now) => now.shown && items.forEach(({ draw }) => draw(now)) };
};

function item(name, judge, begin) {
  const status = element("strong", { "data-challenge": name });
  const seen = element("span");
  const start = button(`start-${name}`, "Start", () => begin(name, node));
  start.setAttribute("aria-label", `Start challenge ${NUMBERS[name]}`);
  const node = element("li", {}, `${CHALLENGES[name].text} `, status, seen, start);
  const draw = (now) => {
    const [isSolved, words] = judge.verdict(name, now);
    write(status, isSolved ? "Solved" : "Not yet");
    write(seen, `${isSolved ? " " : ": "}${words}. `);
    node.classList.toggle("ra-solved", isSolved);
  };
  return { node, draw };
}
