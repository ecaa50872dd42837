// What is kept of a measurement: spectra, and no samples. A JSON file, to share and to drop back.

import { named } from "./named.js";
import { refuse } from "./refusal.js";

const FORMAT = "repalign spectra";
const VERSION = 1;

/**
 * The text of a file.
 *
 * @param {{ labels: string, says?: string, lead?: object, bias: boolean, normalize: boolean,
 *   layers: object[] }} result as `measure.js` makes it; `says`, and the `lead` that it tells, of a
 *   program that knows more than a page can
 */
export function resultText({ labels, says, lead, bias, normalize, layers }) {
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
  const head = { format: FORMAT, version: VERSION, labels, says, lead, bias, normalize };
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
  const { labels = "labels", says, lead, bias = true, normalize = true } = read;
  const words = typeof says === "string" ? { says, ...(lead ? { lead } : {}) } : {};
  return { labels: String(labels), ...words, bias, normalize, layers };
}

/** Layers of several files, measured alike, beside each other; null of none. */
export function joined(results) {
  const [first] = results;
  const alike = ({ labels, bias, normalize }) => JSON.stringify([labels, bias, normalize]);
  const other = results.find((each) => alike(each) !== alike(first));
  if (other)
    refuse(
      `“${other.labels}”`,
      `was measured otherwise than “${first.labels}”`,
      "Layers stand beside each other where labels and options are the same.",
    );
  if (!first) return null;
  if (results.length === 1) return { ...first, layers: named(first.layers) };
  const { says, lead, ...rest } = first; // these compare the layers of one file
  return { ...rest, layers: named(results.flatMap(({ layers }) => layers)) };
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
  if (!isSpectrum(spectrum))
    refuse(
      `${name}, ${layer}`,
      "is no spectrum: positive singular values that descend, a squared projection each, a " +
        "residual, n and d",
      "Measure again.",
    );
  const { singular_values: sigma, squared_projections: power, residual } = spectrum;
  const { n_samples: n, n_features: d } = spectrum;
  const known = { name: String(layer), n, d, sigma, power, residual };
  return { ...known, certain: counted(certain, sigma), band: isBand(band) ? band : null };
}

const counted = (certain, { length }) => (Number.isInteger(certain) ? certain : length);

function isSpectrum({ singular_values: sigma, squared_projections: power, ...others }) {
  const { residual, n_samples, n_features } = others;
  const counts = [n_samples, n_features].every((size) => Number.isInteger(size) && size > 0);
  if (!counts || ![sigma, power, [residual]].every(areSizes)) return false;
  const descending = sigma.every((value, i) => i === 0 || value <= sigma[i - 1]);
  return sigma.length === power.length && sigma.at(-1) > 0 && descending;
}

const isBand = (band) =>
  [band?.taus, band?.low, band?.high].every(
    (list) => areSizes(list) && list.length === band.taus.length,
  );

const areSizes = (list) =>
  Array.isArray(list) && list.every((value) => Number.isFinite(value) && value >= 0);
