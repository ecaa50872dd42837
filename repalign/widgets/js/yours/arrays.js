// Which of the arrays that were read may be features, which labels; and features as a matrix.

import { refuse } from "./refusal.js";
import { joined } from "./result.js";

const MOST_CLASSES = 200; // more distinct values are numbers to predict
const SHOWN = 12; // letters of a class in a message
const MISSING = ["", "NaN", "nan", "NA", "N/A", "null", "NULL", "None"]; // as pandas writes it

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
 * What the reader may choose from: { features: [{ name, shape, deep, columns, counting }], labels:
 * [{ name, n, classes, numeric, ... }], result }; `columns` of a table, and those that only count
 * its rows; `classes` are [value, how many], ascending, or null where there are too many.
 */
export function offered(arrays) {
  return {
    features: featuresOf(arrays).map(({ name, shape, columns }) => ({
      name,
      ...(columns ? tableOf(columns) : { shape, deep: shape.length > 2 }),
    })),
    labels: labelsOf(arrays).map(({ name, values, table, column, words, oneHot }) => ({
      name,
      table,
      column,
      words,
      oneHot,
      n: values.length,
      classes: classesOf(values),
      numeric: isNumeric({ values }),
    })),
    result: joined(arrays.flatMap(({ result }) => result ?? [])),
  };
}

function tableOf(columns) {
  const numeric = columns.filter(isNumeric);
  const names = (list) => list.map(({ name }) => name);
  return {
    shape: [columns[0].values.length, numeric.length],
    deep: false,
    columns: names(numeric),
    counting: names(numeric.filter(isCounting)),
  };
}

/** Whole numbers that go up by one: they number the rows, and are larger than all else. */
const isCounting = ({ values }) =>
  values.length > 2 &&
  Number.isInteger(values[0]) &&
  values.every((value, i) => value === values[0] + i);

export function featuresOf(arrays) {
  return arrays.filter(({ columns, ...array }) =>
    columns
      ? columns.filter((each) => isNumeric(each) && !isCounting(each)).length > 1
      : array.shape && !isFlat(array) && isNumeric(array),
  );
}

/** Where there are no other labels, arrays with one 1 a row become the place of that 1. */
export function withOneHot(arrays) {
  if (labelsOf(arrays).some(({ table, words }) => !table || words)) return arrays;
  return arrays.map((array) => (isOneHot(array) ? placesOf(array) : array));
}

/** An identity matrix is none: it has a class for every sample. */
function isOneHot({ shape, values }) {
  if (shape?.length !== 2 || Array.isArray(values)) return false;
  const [n, k] = shape;
  if (k < 2 || k >= n || k > MOST_CLASSES) return false;
  if (!values.every((value) => value === 0 || value === 1)) return false;
  const counts = new Int32Array(n);
  values.forEach((value, i) => {
    counts[Math.floor(i / k)] += value;
  });
  return counts.every((count) => count === 1);
}

const placesOf = ({ name, shape: [n, k], values }) => ({
  name,
  shape: [n],
  values: Int32Array.from({ length: n }, (_, i) => values.indexOf(1, i * k) - i * k),
  oneHot: true,
});

/** Vectors, and columns of tables, of few values or of numbers. */
export function labelsOf(arrays) {
  const vectors = arrays
    .filter(isFlat)
    .map(({ name, values, oneHot }) => ({ name, values, oneHot }));
  const columns = arrays.flatMap(({ name: table, columns = [], lines }) =>
    columns.map(({ name, values }) => ({
      name: columns.length > 1 ? `${table}: ${name}` : table,
      words: Array.isArray(values),
      table: columns.length > 1 ? table : null,
      column: name,
      values,
      lines,
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
 * @param {{ pool: string, columns?: string[], rows?: ArrayLike<number> }} choice `columns` of the
 *   table, all of numbers where they are left out; so with `rows`
 * @returns {{ features: Float64Array, n: number, d: number }}
 */
export function matrixOf(array, { pool, columns, rows }) {
  const { name, n, d, entry } = array.columns ? ofTable(array, columns) : ofArray(array, pool);
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

function ofTable({ name, columns }, chosen) {
  const kept = columns.filter((each) => isNumeric(each) && (chosen?.includes(each.name) ?? true));
  if (!kept.length)
    refuse(name, "has no column of numbers left", "Choose more of its columns, or other labels.");
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
 * @param {{ name: string, values: ArrayLike<number> | string[], lines?: number[] }} labels
 * @param {{ positive, negative }} choice classes; `negative` undefined means all others; both
 *   undefined, the number itself
 * @returns {{ rows: number[], y: Int8Array | Float64Array }} of the samples that take part
 */
export function targetOf(labels, { positive, negative }) {
  const { name, values } = labels;
  requireAllKnown(labels);
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

/** A word for what is missing is no class. */
function requireAllKnown({ name, values, lines }) {
  const at = isNumeric({ values }) ? -1 : values.findIndex((each) => MISSING.includes(each.trim()));
  if (at >= 0)
    refuse(
      name,
      `${lines ? `line ${lines[at]}` : `row ${at} (counted from 0)`} is ` +
        `${JSON.stringify(values[at])}, which is no label`,
      "Fill it in or leave that sample out.",
    );
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
