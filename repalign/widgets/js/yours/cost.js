// What a measurement will take, said before it starts.

import { columnsOf } from "./choice.js";

const PER_ENTRY = 5e-10; // seconds, measured: of the triangle, rows times columns squared
const PER_DIRECTION = 1e-8; // of the singular value decomposition, cubed
const NUMBER = 8; // bytes

export const MOST_BYTES = 1e9; // of one layer's features
export const AT_ONCE = 3; // seconds: more is asked for by a button

/** Seconds until the triangle stands, and then until the spectrum does; `d` with the bias. */
export function secondsOf({ n, d, labels }) {
  const [rows, columns] = n < d ? [d, n] : [n, d + labels];
  return {
    triangle: PER_ENTRY * rows * columns ** 2,
    spectrum: PER_DIRECTION * Math.min(n, d) ** 3,
  };
}

export const bytesOf = ({ n, d }) => NUMBER * n * d;

/** Numbers of samples and features, `d` with the bias, of one of `offered` features. */
export function sizeOf(layer, choice, bias) {
  const { labels, positive, negative, pool } = choice;
  const { shape, deep, columns } = layer;
  const [n, ...rest] = columns ? [shape[0], columnsOf(layer, choice).kept.length] : shape;
  const ofDeep = { flatten: undefined, last: rest[0], middle: rest.at(-1) };
  const d = (deep && ofDeep[pool]) || rest.reduce((all, length) => all * length, 1);
  const count = (value) => labels.classes?.find(([each]) => each === value)?.[1] ?? 0;
  const both = positive !== undefined && negative !== undefined;
  return { n: both ? count(positive) + count(negative) : n, d: d + bias };
}

export const duration = (seconds) =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;

export const amount = (bytes) =>
  bytes < 1e9 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
