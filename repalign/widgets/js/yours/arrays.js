// Which of the arrays that were read may be features, which labels; and features as a matrix.

import { refuse } from "./refusal.js";
import { joined } from "./result.js";

const MOST_CLASSES = 200; // more distinct values are numbers to predict
const SHOWN = 12; // letters of a class in a message

/** How the axes after the first become features. */
export const POOLS = {
  flatten: "each entry is a feature",
  last: "averaged over the last axes (channels first)",
  middle: "averaged over the middle axes (channels or features last)",
};

const isFlat = ({ shape }) => shape?.slice(1).every((length) => length === 1);
const isNumeric = ({ values }) => !Array.isArray(values);
const product = (shape) => shape.reduce((all, length) => all * length, 1);

/**
 * What the reader may choose from: { features: [{ name, shape }], labels: [{ name, n, classes,
 * numeric }], result }; `classes` are [value, how many], ascending, or null where there are too
 * many.
 */
export function offered(arrays) {
  return {
    features: featuresOf(arrays).map(({ name, shape, columns }) => ({
      name,
      shape: shape ?? [columns[0].values.length, columns.filter(isNumeric).length],
      deep: (shape?.length ?? 0) > 2,
    })),
    labels: labelsOf(arrays).map(({ name, values, table, words }) => ({
      name,
      table,
      words,
      n: values.length,
      classes: classesOf(values),
      numeric: isNumeric({ values }),
    })),
    result: joined(arrays.flatMap(({ result }) => result ?? [])),
  };
}

export function featuresOf(arrays) {
  return arrays.filter(({ columns, ...array }) =>
    columns
      ? columns.filter(isNumeric).length > 1
      : array.shape && !isFlat(array) && isNumeric(array),
  );
}

/** Vectors, and columns of tables, of few values or of numbers. */
export function labelsOf(arrays) {
  const vectors = arrays.filter(isFlat).map(({ name, values }) => ({ name, values }));
  const columns = arrays.flatMap(({ name: table, columns = [] }) =>
    columns.map(({ name, values }) => ({
      name: columns.length > 1 ? `${table}: ${name}` : table,
      words: Array.isArray(values),
      table: columns.length > 1 ? table : null,
      column: name,
      values,
    })),
  );
  return [...vectors, ...columns].filter((each) => isNumeric(each) || classesOf(each.values));
}

/** [[value, how many], ...], or null: fractions and very many values are no classes. */
function classesOf(values) {
  const counts = new Map();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > MOST_CLASSES) return null;
  }
  const found = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const few = found.length <= 2 || found.every(([value]) => !(value % 1));
  return few ? found : null;
}

/**
 * Rows of features as a matrix.
 *
 * @param {object} array one of `featuresOf`
 * @param {{ pool: string, without?: string, rows?: ArrayLike<number> }} choice `without` a column
 *   of the table, which is the labels; `rows`, all where they are left out
 * @returns {{ features: Float64Array, n: number, d: number }}
 */
export function matrixOf(array, { pool, without, rows }) {
  const { name, n, d, entry } = array.columns ? ofTable(array, without) : ofArray(array, pool);
  const chosen = rows ?? Array.from({ length: n }, (_, i) => i);
  const features = new Float64Array(chosen.length * d);
  for (let i = 0; i < chosen.length; i++)
    for (let j = 0; j < d; j++) features[i * d + j] = entry(chosen[i], j);
  const wrong = features.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    refuse(
      name,
      `row ${chosen[Math.floor(wrong / d)]} (counted from 0) has ${features[wrong]} in column ` +
        `${wrong % d}`,
      "Features must be finite: fill it in or leave that sample out.",
    );
  return { features, n: chosen.length, d };
}

function ofTable({ name, columns }, without) {
  const kept = columns.filter((each) => isNumeric(each) && each.name !== without);
  if (!kept.length) refuse(name, "has no numbers besides the labels", "Choose other labels.");
  const entry = (i, j) => kept[j].values[i];
  return { name, n: kept[0].values.length, d: kept.length, entry };
}

function ofArray({ name, shape, values }, pool) {
  const [n, ...rest] = shape;
  const size = product(rest);
  if (rest.length < 2 || pool === "flatten")
    return { name, n, d: size, entry: (i, j) => values[i * size + j] };
  const last = pool === "last";
  const d = last ? rest[0] : rest.at(-1);
  const places = size / d;
  const entry = (i, j) => {
    let sum = 0;
    const [start, step] = last ? [i * size + j * places, 1] : [i * size + j, d];
    for (let k = 0; k < places; k++) sum += values[start + k * step];
    return sum / places;
  };
  return { name, n, d, entry };
}

/**
 * The label vector: +1 and -1 of two classes, of one against all others, or a number, centred.
 *
 * @param {ArrayLike<number> | string[]} values
 * @param {{ positive, negative }} choice classes; `negative` undefined means all others; both
 *   undefined, the number itself
 * @returns {{ rows: number[], y: Int8Array | Float64Array }} of the samples that take part
 */
export function targetOf(name, values, { positive, negative }) {
  if (positive === undefined) return centred(name, values);
  const all = Array.from({ length: values.length }, (_, i) => i);
  const rows =
    negative === undefined
      ? all
      : all.filter((i) => values[i] === positive || values[i] === negative);
  const y = Int8Array.from(rows, (i) => (values[i] === positive ? 1 : -1));
  if (new Set(y).size < 2)
    refuse(
      name,
      `all ${y.length} samples are of one class, “${String(positive).slice(0, SHOWN)}”`,
      "Alignment needs labels that differ: choose another class or other labels.",
    );
  return { rows, y };
}

function centred(name, values) {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    refuse(name, `row ${wrong} (counted from 0) is ${values[wrong]}`, "Labels must be finite.");
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const y = Float64Array.from(values, (value) => value - mean);
  if (!y.some((value) => Math.abs(value) > Math.abs(mean) * 1e-12))
    refuse(name, "is the same number for every sample", "Alignment needs labels that differ.");
  return { rows: Array.from(y, (_, i) => i), y };
}
