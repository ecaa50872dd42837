// Charts of what a similar source is ahead, task by task: lines that have names, and are pressed to
// be chosen.

import { chart } from "./chart.js";
import { band, cursor, line, point, SHARES, step, thresholdAxis } from "./marks.js";
import { nearest } from "./state.js";

const REACH = 12; // pixels between a press and the line that it chooses
const MEAN = "ra-c1";
const CHOSEN = "ra-c4";
const RUNS = "ra-c4 ra-thin";
const KINDS = ["ra-c2 ra-thin", "ra-c3 ra-thin"]; // of the other tasks, by kind
export const CURVES = { similar: "ra-c1", dissimilar: "ra-c2", start: "ra-c3" };
const SOURCES = {
  [CURVES.similar]: "similar source",
  [CURVES.dissimilar]: "other source",
  [CURVES.start]: "not trained",
};

/** A difference of percentages, in points. */
export const signed = (value) =>
  `${value < 0 ? "−" : "+"}${(100 * Math.abs(value)).toFixed(1)} points`;

const DIFFERENCE = { label: "difference of the shares", short: "", say: signed };

/** Of the tasks, by the number of its kind. */
export const colorOf = (kind) => KINDS[kind % KINDS.length];

const legendOf = (names) => ({
  [MEAN]: "mean of all",
  [CHOSEN]: "chosen task",
  ...Object.fromEntries(names.map((kind, i) => [KINDS[i], kind])),
});

export const placeOf = (_, l) => l + 1;

/** What layers are counted in, as "Block" of "block 5 of 8". */
export function nameOf(layers) {
  const [word] = /^[a-z]+(?= \d)/.exec(layers[0]) ?? ["layer"];
  return `${word[0].toUpperCase()}${word.slice(1)}`;
}

/** An axis that holds all values and zero. */
export const around = (values) =>
  [Math.min(0, ...values), Math.max(0.01, ...values)].map((value) => 1.05 * value);

const panel = (title, description, spec, options) =>
  chart(title, description, spec, { height: 260, ...options });

export const differencePanel = ({ names }) =>
  panel(
    "Similar less other source",
    "Share with the similar source less share with the other, against the threshold: " +
      "every task, their mean, the chosen one",
    differenceSpec,
    { legend: legendOf(names), drag: { x: "threshold" }, attach: choosing(tasksAt) },
  );

export const depthPanel = ({ names, layers }) =>
  panel(
    `${nameOf(layers)} by ${nameOf(layers).toLowerCase()}`,
    "The same difference at the chosen threshold in each of the layers",
    depthSpec,
    {
      legend: legendOf(names),
      drag: { x: "layer", places: () => layers.map(placeOf) },
      attach: choosing(tasksIn),
    },
  );

export const curvePanel = () =>
  panel(
    "The chosen task",
    "Alignment curves of the chosen task: both sources, and the network before training",
    curveSpec,
    { legend: SOURCES, drag: { x: "threshold" } },
  );

/** Press a line to choose its task; `at(x, now, data)` are x and all tasks' values there. */
const choosing = (at) => (chart, page) => {
  chart.node.addEventListener("click", (event) => {
    const [x, values] = at(chart.invert(event)[0], page.now(), page.data);
    const gaps = values.map((value) => chart.distance(event, [x, value]));
    const pair = gaps.indexOf(Math.min(...gaps));
    if (gaps[pair] <= REACH) page.change({ pair });
  });
};

/** A step holds its value up to its threshold. */
function tasksAt(tau, { layer }, { taus, tasks }) {
  const k = Math.max(
    0,
    taus.findIndex((each) => each >= tau),
  );
  return [tau, tasks[layer].map((task) => task[k])];
}

function tasksIn(place, { k }, { layers, tasks }) {
  const l = nearest(layers.map(placeOf), place);
  return [l + 1, tasks[l].map((task) => task[k])];
}

function differenceSpec(
  { layer, pair, threshold, mean, difference },
  { taus, tasks, pairs, means, runs, domain, colors, shuffled },
) {
  const named = (mark, name) => ({ ...mark, name });
  return {
    x: thresholdAxis(taus),
    y: { ...DIFFERENCE, domain },
    marks: [
      band(taus, ...shuffled[layer]),
      { type: "rule", y: 0 },
      cursor(threshold),
      ...tasks[layer].map((task, p) => named(step(taus, task, colors[p]), pairs[p])),
      ...runs.map((run, s) =>
        named(step(taus, run[layer][pair], RUNS), `${pairs[pair]}, run ${s + 1}`),
      ),
      step(taus, means[layer], MEAN),
      named(step(taus, tasks[layer][pair], CHOSEN), pairs[pair]),
      point(threshold, mean, MEAN),
      point(threshold, difference, CHOSEN),
    ],
  };
}

function depthSpec({ layer, pair, k, mean, difference }, data) {
  const { tasks, pairs, means, layers, numbers, colors } = data;
  const places = layers.map(placeOf);
  const ofTask = (p, color) => ({
    ...line(
      places,
      tasks.map((all) => all[p][k]),
      color,
    ),
    name: pairs[p],
  });
  return {
    x: {
      label: nameOf(layers).toLowerCase(),
      domain: [0.8, layers.length + 0.2],
      ticks: places.map((place, l) => [place, String(numbers[l])]),
    },
    y: { ...DIFFERENCE, domain: around(tasks.flat().map((task) => task[k])) },
    marks: [
      { type: "rule", y: 0 },
      cursor(layer + 1),
      ...colors.map((color, p) => ofTask(p, color)),
      line(
        places,
        means.map((values) => values[k]),
        MEAN,
      ),
      ofTask(pair, CHOSEN),
      point(layer + 1, mean, MEAN),
      point(layer + 1, difference, CHOSEN),
    ],
  };
}

function curveSpec({ layer, pair, threshold, here }, { taus, curves }) {
  const colors = Object.entries(CURVES);
  return {
    x: thresholdAxis(taus),
    y: SHARES,
    marks: [
      cursor(threshold),
      ...colors.map(([name, color]) => step(taus, curves[name][layer][pair], color)),
      ...colors.map(([, color], i) => point(threshold, here[i], color)),
    ],
  };
}
