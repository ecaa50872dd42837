// Tasks to train on: points of the plane with two classes, and the paper's peaks functions.

import { readingOf } from "../parts/functions.js";
import { normal, STREAMS, shuffle, uniform } from "./random.js";

const STRIPES = 4; // over the width of the square
const TURNS = 1.25; // of a spiral
const HOLE = 0.1; // radius at which spirals begin

/** A point (before noise) of the class `side`, 0 or 1, from uniform draws; all lie in [-1, 1]^2. */
const PLANES = {
  circles: (side, draw) => polar(side ? 0.4 : 0.8, 2 * Math.PI * draw()),
  moons: (side, draw) => {
    const [x, y] = polar(0.65, Math.PI * draw());
    return side ? [x - 0.325, y - 0.1625] : [0.325 - x, 0.1625 - y];
  },
  spirals: (side, draw) => {
    const t = draw();
    return polar(HOLE + (0.9 - HOLE) * t, 2 * Math.PI * TURNS * t + side * Math.PI);
  },
  stripes: (side, draw) => {
    const stripe = 2 * Math.floor((draw() * STRIPES) / 2) + side;
    return [(2 * (stripe + draw())) / STRIPES - 1, 2 * draw() - 1];
  },
};

const polar = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

/** The names of the tasks in the plane. */
export const PLANE_TASKS = Object.keys(PLANES);

/**
 * A task in the plane, its classes in turn.
 *
 * @param {string} name one of `PLANE_TASKS`
 * @param {{ n: number, noise: number, seed: number }} options `noise` is the standard deviation
 *   added to both coordinates
 * @returns {{ x: Float64Array, y: Float64Array }} (n, 2), and labels +1 and -1
 */
export function planeTask(name, { n, noise, seed }) {
  const draw = uniform(seed, STREAMS.data);
  const deviate = normal(draw);
  const x = new Float64Array(2 * n);
  for (let i = 0; i < n; i++)
    PLANES[name](i % 2, draw).forEach((value, axis) => {
      x[2 * i + axis] = value + noise * deviate();
    });
  return { x, y: Float64Array.from({ length: n }, (_, i) => 1 - 2 * (i % 2)) };
}

// As in repalign.paper.datasets.peaks
const VARIABLES = [..."ABCDEF"];
const CENTRES = Array.from({ length: 10 }, (_, i) => i / 10);
const [HEIGHT, WIDTH] = [0.5, 0.1];

/** Each of the variables (n, 6) as ten Gaussian bumps, rows of length one: (n, 60). */
export function peaksInputs(variables) {
  const bumps = Float64Array.from(
    { length: variables.length * CENTRES.length },
    (_, i) =>
      HEIGHT *
      Math.exp(
        -(
          ((variables[Math.floor(i / CENTRES.length)] - CENTRES[i % CENTRES.length]) / WIDTH) **
          2
        ) / 2,
      ),
  );
  const width = VARIABLES.length * CENTRES.length;
  for (let start = 0; start < bumps.length; start += width) {
    const row = bumps.subarray(start, start + width);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    row.forEach((value, j) => {
      row[j] = value / length;
    });
  }
  return bumps;
}

/**
 * A peaks function as a task of regression.
 *
 * @param {string} name three different letters of A to F
 * @param {{ n: number, seed: number }} options
 * @returns {{ x: Float64Array, y: Float64Array }} (n, 60), and real targets, not centred
 */
export function peaksTask(name, { n, seed }) {
  const draw = uniform(seed, STREAMS.data);
  const variables = Float64Array.from({ length: VARIABLES.length * n }, draw);
  return { x: peaksInputs(variables), y: peaksTargets(name, variables) };
}

/** P_XYZ of variables (n, 6): (n,). */
export const peaksTargets = (name, variables) =>
  Float64Array.from({ length: variables.length / VARIABLES.length }, (_, i) => {
    const values = VARIABLES.map((letter, k) => [letter, variables[VARIABLES.length * i + k]]);
    return readingOf(name, Object.fromEntries(values)).value;
  });

/** Labels of which a share, drawn by the seed, has been shuffled among its samples. */
export function partlyShuffled(y, share, seed) {
  const draw = uniform(seed, STREAMS.labels);
  const all = shuffle(
    Array.from(y, (_, i) => i),
    draw,
  );
  const chosen = all.slice(0, Math.round(share * y.length));
  const shuffled = Float64Array.from(y);
  shuffle([...chosen], draw).forEach((from, k) => {
    shuffled[chosen[k]] = y[from];
  });
  return shuffled;
}
