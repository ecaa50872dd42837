// What the source that resembles a task is ahead of the other one, in each layer and each task
// (Figure 14, Appendix D).

import { chart } from "./parts/chart.js";
import { menu, slider } from "./parts/controls.js";
import { explorer } from "./parts/explorer.js";
import { band, cursor, line, point, SHARES, step, thresholdAxis } from "./parts/marks.js";
import { indexOf, nearestOf } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const WHOLE = 10_000; // shares travel as whole numbers
const MEAN = "ra-c1";
const CHOSEN = "ra-c4";
const RUNS = "ra-c4 ra-thin";
const KINDS = ["ra-c2 ra-thin", "ra-c3 ra-thin"]; // of the other tasks, by kind
const CURVES = { similar: "ra-c1", dissimilar: "ra-c2", start: "ra-c3" };
const READOUTS = {
  similar: "similar source",
  dissimilar: "other source",
  difference: "difference",
  runs: "run by run",
  mean: "mean of all",
};

export default explorer({
  title: "Similarity explorer",
  data,
  limits: ({ layers, pairs, taus }) => ({
    layer: indexOf(layers),
    pair: indexOf(pairs),
    threshold: nearestOf(taus),
  }),
  state,
  panels: ({ names }) => [
    panel(
      "Similar less other source",
      "Share with the similar source less share with the other, against the threshold: " +
        "every task, their mean, the chosen one",
      differenceSpec,
      {
        [MEAN]: "mean of all",
        [CHOSEN]: "chosen task",
        ...Object.fromEntries(names.map((kind, i) => [KINDS[i], kind])),
      },
    ),
    panel(
      "Layer by layer",
      "The same difference at the chosen threshold in each of the layers",
      depthSpec,
    ),
    panel(
      "The chosen task and layer",
      "Alignment curves of the chosen task: both sources, and the network before training",
      curveSpec,
      {
        [CURVES.similar]: "similar source",
        [CURVES.dissimilar]: "other source",
        [CURVES.start]: "not trained",
      },
    ),
  ],
  controls: ({ layers, pairs }) => [
    menu("pair", "Task", () => pairs),
    slider("layer", `Layer (${layers.length} is next to the output)`, {
      first: 1,
      say: (layer) => layers[layer],
    }),
    slider("threshold", "Threshold τ", { say: compact }),
  ],
  foot: ({ names }) => [
    readouts(
      { ...READOUTS, ...Object.fromEntries(names.map((kind) => [kind, `mean of ${kind}`])) },
      texts,
    ),
    sentence(sentenceOf),
  ],
});

const panel = (title, description, spec, legend) =>
  chart(title, description, spec, { legend, height: 260 });

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const averages = (curves) => curves[0].map((_, i) => average(curves.map((curve) => curve[i])));
const minus = (first, second) => first.map((value, i) => value - second[i]);
const scaled = (values) => (Array.isArray(values) ? values.map(scaled) : values / WHOLE);

/** Differences: means over the runs `tasks[layer][pair]`, single `runs[run][layer][pair]`. */
function data({ taus, layers, pairs, kinds, similar, dissimilar, start, null: shuffled }) {
  const [first, second] = [similar, dissimilar].map(scaled);
  const each = (make) => layers.map((_, l) => pairs.map((_, p) => make(l, p)));
  const mean = (all) => each((l, p) => averages(all.map((run) => run[l][p])));
  const runs = first.map((run, s) => each((l, p) => minus(run[l][p], second[s][l][p])));
  const tasks = mean(runs);
  const names = [...new Set(kinds)];
  return {
    taus,
    layers,
    pairs,
    kinds,
    names,
    runs,
    tasks,
    colors: kinds.map((kind) => KINDS[names.indexOf(kind) % KINDS.length]),
    means: tasks.map(averages),
    curves: { similar: mean(first), dissimilar: mean(second), start: scaled(start) },
    shuffled: scaled(shuffled),
    domain: around(runs.flat(3)),
  };
}

/** An axis that holds all values and zero. */
const around = (values) =>
  [Math.min(0, ...values), Math.max(0.01, ...values)].map((value) => 1.05 * value);

/** With the differences there. */
function state({ layer, pair, threshold }, { taus, kinds, names, tasks, means, runs, curves }) {
  const k = taus.indexOf(threshold);
  const here = (every) => every[layer][pair][k];
  const values = tasks[layer].map((task) => task[k]);
  const ofKind = (name) => values.filter((_, p) => kinds[p] === name);
  return {
    k,
    here: Object.keys(CURVES).map((name) => here(curves[name])),
    difference: here(tasks),
    single: runs.map(here),
    mean: means[layer][k],
    ofKind: names.map((name) => [name, average(ofKind(name))]),
    ahead: `${values.filter((value) => value > 0).length} of ${values.length}`,
  };
}

function differenceSpec(
  { layer, pair, threshold, mean, difference },
  { taus, tasks, means, runs, domain, colors, shuffled },
) {
  return {
    x: thresholdAxis(taus),
    y: { label: "difference of the shares", domain },
    marks: [
      band(taus, ...shuffled[layer]),
      { type: "rule", y: 0 },
      cursor(threshold),
      ...tasks[layer].map((task, p) => step(taus, task, colors[p])),
      ...runs.map((run) => step(taus, run[layer][pair], RUNS)),
      step(taus, means[layer], MEAN),
      step(taus, tasks[layer][pair], CHOSEN),
      point(threshold, mean, MEAN),
      point(threshold, difference, CHOSEN),
    ],
  };
}

function depthSpec({ layer, pair, k, mean, difference }, { tasks, means, layers, colors }) {
  const places = layers.map((_, l) => l + 1);
  const ofTask = (p, color) =>
    line(
      places,
      tasks.map((pairs) => pairs[p][k]),
      color,
    );
  return {
    x: {
      label: "layer",
      domain: [0.8, layers.length + 0.2],
      ticks: places.map((l) => [l, String(l)]),
    },
    y: { label: "difference of the shares", domain: around(tasks.flat().map((task) => task[k])) },
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

const signed = (value) => `${value < 0 ? "−" : "+"}${percent(Math.abs(value))}`;

function texts({ here: [similar, dissimilar], difference, single, mean, ofKind }) {
  return {
    similar: percent(similar),
    dissimilar: percent(dissimilar),
    difference: signed(difference),
    runs: single.map(signed).join(", "),
    mean: signed(mean),
    ...Object.fromEntries(ofKind.map(([kind, value]) => [kind, signed(value)])),
  };
}

function sentenceOf(now, { layers, pairs, kinds, names }) {
  const { layer, pair, threshold, ahead } = now;
  const { similar, dissimilar, mean } = texts(now);
  const other = names.find((kind) => kind !== kinds[pair]) ?? "other";
  return (
    `${pairs[pair]}, ${layers[layer]}, τ = ${compact(threshold)}: ${similar} of the labels ` +
    `after training on ${kinds[pair]} things, ${dissimilar} after training on ${other} ones. ` +
    `The difference is above zero in ${ahead} tasks, and ${mean} in the mean.`
  );
}
