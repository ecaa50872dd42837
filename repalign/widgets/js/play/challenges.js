// Challenges that the page judges while the reader trains.

import { button, element, write } from "../parts/elements.js";
import { alignment } from "../parts/math.js";
import { percent } from "../parts/text.js";
import { isPlanar } from "./tasks.js";

const FEW = 200; // samples that any network of the page can fit
const HIGH = 0.1; // sqrt(n): a threshold

const held = ({ shown, n }, spectra, label, threshold = HIGH * Math.sqrt(n)) =>
  shown && alignment(spectra[label], threshold, true);
const last = ({ shown }) => shown.now.layers.at(-1);
const points = (share) => `${(100 * share).toFixed(0).replace("-", "−")} points`;
const twoClasses = ({ shown, n }) => shown.task.loss === "logistic" && n >= FEW;

/** Each: what is asked, where it starts, and `judge(now)`: [whether it is solved, what is seen]. */
const CHALLENGES = {
  shuffled: {
    text:
      `Shuffle all labels of at least ${FEW} samples. Make the last layer hold 90 % of them at ` +
      "τ = 2.",
    start: { data: "digits", samples: 500, shuffled: 1, width: 64, threshold: 2 },
    judge: (now) => {
      const share = held(now, last(now), 0, 2);
      const isAsked = now.shown.settings.shuffled === 1 && now.n >= FEW;
      return [isAsked && share >= 0.9, `${percent(share)} held`];
    },
  },
  lazy: {
    text:
      `Fit every label of at least ${FEW} samples with a network that does not align: its last ` +
      "layer holds less than half of them at τ = √n/10.",
    start: { data: "circles", depth: 1, width: 64, threshold: 1.7 },
    judge: (now) => {
      const { fit } = now.shown.now;
      const share = held(now, last(now), 0);
      const seen = `${percent(fit)} right, ${percent(share)} held`;
      return [twoClasses(now) && fit === 1 && share < 0.5, seen];
    },
  },
  helps: {
    text:
      "Help: find a task and a network whose last layer leaves a linear model of the related " +
      "second labels 25 points less to learn after 100 steps than the inputs do.",
    start: { data: "circles", second: "related" },
    judge: (now) => {
      const gain = now.left.inputs[1] - lastLeft(now)[1];
      return [gain >= 0.25, `${points(gain)} less`];
    },
  },
  hurts: {
    text:
      "Hurt: the same for the unrelated second labels of points of the plane, but 50 points " +
      "more to learn than on the inputs.",
    start: { data: "circles", second: "unrelated" },
    judge: (now) => {
      const loss = lastLeft(now)[2] - now.left.inputs[2];
      return [isPlanar(now.shown.settings.data) && loss >= 0.5, `${points(loss)} more`];
    },
  },
  earlier: {
    text:
      "Choose the layer: on peaks functions, train three hidden layers or more until they " +
      "explain 95 % of the variance and one of the earlier leaves the related second labels 25 " +
      "points less to learn than the last.",
    start: { data: "peaks", samples: 500, width: 32, second: "related" },
    judge: (now) => {
      const all = now.shown.now.layers.map((_, l) => now.leftOn(l)[1]);
      const gain = all.at(-1) - Math.min(...all);
      const isAsked = now.shown.settings.data === "peaks" && all.length >= 3;
      return [isAsked && now.shown.now.fit >= 0.95 && gain >= 0.25, `${points(gain)} less`];
    },
  },
  drawn: {
    text:
      "Draw at least 20 points of your own whose labels the inputs hardly hold (under 20 % at " +
      "τ = √n/10), and train until one direction of the last layer holds 80 % of them.",
    start: { data: "drawn", brush: "+1" },
    judge: (now) => {
      const [{ power }] = last(now);
      const [inputs, top] = [held(now, now.shown.inputs, 0), Math.max(...power) / now.norms[0]];
      const isAsked = now.shown.settings.data === "drawn" && now.n >= 20;
      const seen = `${now.n} points, inputs ${percent(inputs)}, one direction ${percent(top)}`;
      return [isAsked && inputs < 0.2 && top >= 0.8, seen];
    },
  },
};

const lastLeft = (now) => now.leftOn(now.shown.now.layers.length - 1);

/** A part: the challenges; what was solved once stays solved. */
export const challenges = ({ data, change, model }) => {
  const initial = Object.fromEntries(
    model.get("page_state").map((name) => [name, model.get(name)]),
  );
  const solved = new Set();
  const items = Object.entries(CHALLENGES).map(([name, { text, start, judge }]) => {
    const status = element("strong", { "data-challenge": name });
    const seen = element("span");
    const begin = button(`start-${name}`, "Start", () => {
      data.client.isTraining = false;
      const depth = start.depth ?? initial.depth;
      change({ ...initial, ...start, depth, layer: depth, epoch: 0 });
    });
    begin.setAttribute("aria-label", `Start challenge: ${name}`);
    const draw = (now) => {
      const [isSolved, words] = judge(now);
      if (isSolved) solved.add(name);
      write(status, solved.has(name) ? "Solved" : "Not yet");
      write(seen, `: now ${words}. `);
      node.classList.toggle("ra-solved", solved.has(name));
    };
    const node = element("li", {}, `${text} `, status, seen, begin);
    return { node, draw };
  });
  const list = element("ol", {}, ...items.map(({ node }) => node));
  const title = element("h4", {}, "Six challenges");
  const node = element("div", { className: "ra-puzzles" }, title, list);
  return { node, draw: (now) => now.shown && items.forEach(({ draw }) => draw(now)) };
};
