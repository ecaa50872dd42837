// A layer's spectrum, and what shuffled labels give, in one reduction of the features.

import { alignment, alignmentCurve, geometric } from "../parts/math.js";
import { STREAMS, shuffle, uniform } from "../play/random.js";
import { spectra } from "../play/spectrum.js";
import { refuse } from "./refusal.js";

const PLACES = 80; // of the band
const BAND = [0.025, 0.975];

/** Thresholds as shares of the length of all features, ||Phi||: sqrt(n), where rows are units. */
export const LEVELS = [0.05, 0.1, 0.2];
export const SAID = 1; // index of the one that sentences take

/** The length of all features, ||Phi||, is the root of the sum of squared singular values. */
export const lengthOf = (sigma) => Math.hypot(...sigma);

/**
 * Generator that yields the share of rows done and returns { name, n, d, sigma, power, residual,
 * certain, band, others }, `d` with the bias; `others` are the alignments of other label columns at
 * the threshold of which sentences tell.
 *
 * @param {{ name: string, features: Float64Array, n: number, d: number }} layer
 * @param {Int8Array | Float64Array} y
 * @param {{ bias: boolean, normalize: boolean, shuffles: number }} options
 * @param {(Int8Array | Float64Array)[]} besides other label columns
 */
export function* measure({ name, features, n, d }, y, { shuffles, ...options }, besides = []) {
  const draw = uniform(0, STREAMS.labels);
  const shuffled = Array.from({ length: shuffles }, () => shuffle(y.slice(), draw));
  const labels = [y, ...shuffled, ...besides];
  const [own, ...rest] = yield* checked(name, spectra(features, labels, options));
  if (!own.sigma.length)
    refuse(name, "is zero everywhere", "Choose another layer, or the constant feature.");
  const [sigma, power] = [own.sigma, own.power].map((numbers) => Array.from(numbers));
  const band = bandOf(sigma, rest.slice(0, shuffles));
  const tau = LEVELS[SAID] * lengthOf(sigma);
  const others = rest.slice(shuffles).map((each) => alignment(each, tau));
  return { ...own, name, n, d: d + options.bias, sigma, power, band, others };
}

/** What the mathematics refuses, in the reader's terms. */
function* checked(name, generator) {
  try {
    return yield* generator;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse(
      name,
      error.message,
      "For rows of length one add the constant feature, or leave rows as they are.",
    );
  }
}

/** 95 % of the alignment curves of shuffled labels, where the table and a chart look. */
function bandOf(sigma, nulls) {
  const counts = geometric(1, sigma.length, PLACES).map(Math.round);
  const levels = LEVELS.map((level) => level * lengthOf(sigma));
  const taus = [...new Set([...counts.map((count) => sigma[count - 1]), ...levels])];
  taus.sort((a, b) => a - b);
  const curves = nulls.map((null_) => alignmentCurve(null_, taus));
  const [low, high] = BAND.map((share) =>
    taus.map((_, i) =>
      quantile(
        curves.map((curve) => curve[i]),
        share,
      ),
    ),
  );
  return { taus, low, high };
}

/** As NumPy's. */
function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
