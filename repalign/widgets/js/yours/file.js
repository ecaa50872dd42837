// What a file holds, by its first bytes rather than by its name.

import { unzipSync } from "fflate";
import { readCsv } from "./csv.js";
import { isNpy, readNpy } from "./npy.js";
import { refuse } from "./refusal.js";
import { parseResult } from "./result.js";

const ZIP = [0x50, 0x4b];
const OTHERS = [
  [
    [0x89, 0x48, 0x44, 0x46],
    "an HDF5 file",
    "np.save('features.npy', h5py.File(name)['features'][:])",
  ],
  [[0x80], "a Python pickle", "np.save('features.npy', array)"],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file", "frame.to_csv('features.csv', index=False)"],
  [[0x1f, 0x8b], "compressed by gzip", "unpack it first"],
];
const TORCH = "data.pkl"; // the first entry, and none of NumPy's
const startsWith = (bytes, magic) => magic.every((byte, i) => bytes[i] === byte);
const stem = (name) => name.replace(/\.[^.]*$/, "");

/**
 * The arrays, the table or the result in a file.
 *
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {({ name, shape, values } | { name, columns, lines } | { name, result })[]}
 */
export function readFile(name, bytes) {
  if (!bytes.length) refuse(name, "is empty", "Save it again.");
  if (isNpy(bytes)) return [{ name: stem(name), ...readNpy(bytes, name) }];
  if (startsWith(bytes, ZIP)) return readNpz(bytes, name);
  const other = OTHERS.find(([magic]) => startsWith(bytes, magic));
  if (other)
    refuse(name, `is ${other[1]}, which the page does not read`, `In Python: ${other[2]}.`);
  if (/\.np[yz]$/i.test(name))
    refuse(
      name,
      "does not begin as a file of NumPy does",
      "Save it again with np.save or np.savez.",
    );
  if (/^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 100))))
    return [{ name: stem(name), result: parseResult(bytes, name) }];
  return [{ name: stem(name), ...readCsv(bytes, name) }];
}

function readNpz(bytes, name) {
  if (isTorch(bytes))
    refuse(
      name,
      "is in PyTorch's own format, which the page does not read",
      "Save arrays instead: np.savez('features.npz', features=features.numpy(), labels=labels).",
    );
  const entries = Object.entries(unpacked(bytes, name));
  if (!entries.length)
    refuse(
      name,
      "is a zip file without arrays of NumPy, as .pt and .xlsx files are",
      "Save arrays: np.savez(file, features=features, labels=labels).",
    );
  return entries.map(([entry, each]) => {
    const title = `${name}, ${stem(entry)}`;
    if (!isNpy(each)) refuse(title, "is no array of NumPy", "Save the file again.");
    return { name: titleOf(stem(entry), stem(name), entries.length), ...readNpy(each, title) };
  });
}

/** By the name of the first entry: it is there in what is cut short, too. */
function isTorch(bytes) {
  const length = bytes[26] + 256 * bytes[27];
  return new TextDecoder().decode(bytes.subarray(30, 30 + length)).endsWith(TORCH);
}

/** Where NumPy named an array, the file's name says more. */
const titleOf = (entry, file, count) => {
  if (!/^arr_\d+$/.test(entry)) return entry;
  return count === 1 ? file : `${file} ${entry}`;
};

function unpacked(bytes, name) {
  try {
    return unzipSync(bytes, { filter: (entry) => entry.name.endsWith(".npy") });
  } catch (error) {
    return refuse(
      name,
      `cannot be unpacked (${error.message})`,
      "It may be cut short: copy or save it again.",
    );
  }
}
