// What the source that resembles a task is ahead of the other one, in each layer and each task
// (Figure 14, Appendix D).

import { menu, slider } from "./parts/controls.js";
import {
  around,
  CURVES,
  colorOf,
  curvePanel,
  depthPanel,
  differencePanel,
  nameOf,
  placeOf,
  signed,
} from "./parts/differences.js";
import { explorer } from "./parts/explorer.js";
import { pictured } from "./parts/gallery.js";
import { summed } from "./parts/math.js";
import { indexOf, nearestOf } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const whole = (differences) => summed(differences, 10_000);
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
  panels: (data) => [
    differencePanel(data),
    depthPanel(data),
    pictured(curvePanel(), ({ pair }, { pairs }) => pairs[pair].split(" or ")),
  ],
  controls: ({ layers, pairs, numbers }) => [
    slider("threshold", "Threshold τ", { say: compact }),
    slider("layer", `${nameOf(layers)}, counted from the input`, {
      numbers: () => numbers,
      say: (number) => layers[numbers.indexOf(number)],
    }),
    menu("pair", "Task", () => pairs),
  ],
  foot: ({ names }) => [
    readouts(
      { ...READOUTS, ...Object.fromEntries(names.map((kind) => [kind, `mean of ${kind}`])) },
      texts,
    ),
    sentence(sentenceOf),
  ],
});

/** A layer's own number, as 5 of "block 5 of 8", where all have one; else 1, 2, ... */
function numbersOf(layers) {
  const own = layers.map((name) => Number(/\d+/.exec(name)?.[0]));
  const ascending = own.every((number, l) => l === 0 || number > own[l - 1]);
  return ascending && own.every(Number.isFinite) ? own : layers.map(placeOf);
}

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const averages = (curves) => curves[0].map((_, i) => average(curves.map((curve) => curve[i])));
const minus = (first, second) => first.map((value, i) => value - second[i]);

/** Differences: means over the runs `tasks[layer][pair]`, single `runs[run][layer][pair]`. */
function data({ taus, layers, pairs, kinds, similar, dissimilar, start, null: shuffled }) {
  const [first, second] = [similar, dissimilar].map(whole);
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
    numbers: numbersOf(layers),
    runs,
    tasks,
    colors: kinds.map((kind) => colorOf(names.indexOf(kind))),
    means: tasks.map(averages),
    curves: { similar: mean(first), dissimilar: mean(second), start: whole(start) },
    shuffled: whole(shuffled),
    domain: around(runs.flat(3)),
  };
}

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
    `For ${pairs[pair]}, ${layers[layer]}, τ = ${compact(threshold)}: ${similar} of the labels ` +
    `after training on ${kinds[pair]} things, ${dissimilar} after training on ${other} ones. ` +
    `The difference is above zero in ${ahead} tasks, and ${mean} in the mean.`
  );
}
