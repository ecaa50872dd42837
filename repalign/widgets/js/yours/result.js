// What is kept of a measurement: spectra, and no samples. A JSON file, to share and to drop back.

import { refuse } from "./refusal.js";

export const FORMAT = "repalign spectra";
const VERSION = 1;

/**
 * The text of a file.
 *
 * @param {{ labels: string, bias: boolean, normalize: boolean, layers: object[] }} result as
 *   `measure.js` makes it
 */
export function resultText({ labels, bias, normalize, layers }) {
  const kept = layers.map(({ name, n, d, sigma, power, residual, certain, band }) => ({
    name,
    spectrum: {
      singular_values: [...sigma],
      squared_projections: [...power],
      residual,
      n_samples: n,
      n_features: d,
    },
    certain,
    null: band,
  }));
  const head = { format: FORMAT, version: VERSION, labels, bias, normalize };
  return JSON.stringify({ ...head, layers: kept }, null, 1);
}

/** The result that a file holds. */
export function parseResult(bytes, name) {
  const read = json(bytes, name);
  if (read.format !== FORMAT || read.version !== VERSION || !Array.isArray(read.layers))
    refuse(
      name,
      `is no “${FORMAT}” of version ${VERSION}`,
      "Drop the file that this page or Python wrote in the form that stands beneath.",
    );
  const layers = read.layers.map((each) => layerOf(each ?? {}, name));
  if (!layers.length) refuse(name, "holds no layer", "Measure again.");
  const { labels = "labels", bias = true, normalize = true } = read;
  return { labels: String(labels), bias, normalize, layers };
}

function json(bytes, name) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    return refuse(
      name,
      `is damaged JSON (${error.message})`,
      "It may be cut short: copy it again.",
    );
  }
}

function layerOf({ name: layer, spectrum = {}, certain, null: band }, name) {
  const { singular_values: sigma, squared_projections: power, residual } = spectrum;
  const { n_samples: n, n_features: d } = spectrum;
  const sized = [n, d].every((size) => Number.isInteger(size) && size > 0);
  const descending = (list) => list.every((value, i) => !i || value <= list[i - 1]);
  const sound =
    sized &&
    areSizes(sigma) &&
    areSizes(power) &&
    areSizes([residual]) &&
    sigma.length === power.length &&
    sigma.length > 0 &&
    sigma.at(-1) > 0 &&
    descending(sigma);
  if (!sound)
    refuse(
      `${name}, ${layer}`,
      "is no spectrum: singular values descend and are positive, a squared projection each, a residual, n and d",
      "Measure again.",
    );
  const bounded = band && [band.taus, band.low, band.high].every(areSizes);
  return {
    name: String(layer),
    n,
    d,
    sigma,
    power,
    residual,
    certain: certain ?? sigma.length,
    band: bounded ? band : null,
  };
}

const areSizes = (list) =>
  Array.isArray(list) && list.every((value) => Number.isFinite(value) && value >= 0);
