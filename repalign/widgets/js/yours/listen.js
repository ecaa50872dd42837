// The worker's side: it reads files, keeps their arrays, and measures.

import { featuresOf, labelsOf, matrixOf, offered, targetOf, withOneHot } from "./arrays.js";
import { secondsOf } from "./cost.js";
import { readFile } from "./file.js";
import { measure } from "./measure.js";
import { named } from "./named.js";
import { refuse } from "./refusal.js";

const PAUSE = 100; // milliseconds between two words on progress

/** Answer each message with { done } or { refused }, after any number of { progress }. */
export function listen() {
  let arrays = [];
  const answers = {
    isHeld: () => isHeld(),
    files: (files) => {
      const read = files.map(({ name, buffer }) => readFile(name, new Uint8Array(buffer)));
      arrays = withOneHot(named(read.flat()));
      return offered(arrays);
    },
    measure: (choice) => layers(arrays, choice),
  };
  self.onmessage = ({ data: [ask, value] }) => {
    try {
      self.postMessage({ done: answers[ask](value) });
    } catch (error) {
      const memory = error instanceof RangeError ? "; this browser may not hold as much" : "";
      self.postMessage({ refused: error.message + memory });
    }
  };
}

/** Whether a policy came with this worker: one as strict as the book's forbids code from texts. */
function isHeld() {
  try {
    return !new Function("return true")();
  } catch {
    return true;
  }
}

function layers(arrays, { layers: wished, labels, pool, target, classes, options }) {
  const of = (list, wanted) => list.find(({ name }) => name === wanted);
  const labelled = of(labelsOf(arrays), labels);
  const { rows, y } = targetOf(labelled, target);
  const others = classes.map((positive) => targetOf(labelled, { positive }).y);
  const features = wished.map(({ name }) => of(featuresOf(arrays), name));
  checkLengths(features, labels, labelled.values.length);
  const told = progress(options.shuffles + others.length);
  return wished.map(({ name, columns }, i) => {
    const matrix = { name, ...matrixOf(features[i], { pool, columns, rows }) };
    return told(matrix, options, measure(matrix, y, options, others));
  });
}

function checkLengths(features, labels, count) {
  for (const { name, shape, columns } of features) {
    const n = shape?.[0] ?? columns[0].values.length;
    if (n !== count)
      refuse(
        name,
        `has ${n} rows, and “${labels}” ${count} labels`,
        "Both need one for every sample, in the same order: choose others or leave that layer out.",
      );
  }
}

/** Runs one generator after another and tells how much is done, in expected seconds. */
function progress(labels) {
  let before = 0;
  let last = 0;
  return ({ name, n, d }, { bias }, generator) => {
    const { triangle, spectrum } = secondsOf({ n, d: d + bias, labels });
    for (;;) {
      const { done, value } = generator.next();
      if (done) {
        before += triangle + spectrum;
        return value;
      }
      if (performance.now() - last > PAUSE || value === 1) {
        last = performance.now();
        self.postMessage({ progress: { name, seconds: before + value * triangle, rows: value } });
      }
    }
  };
}
