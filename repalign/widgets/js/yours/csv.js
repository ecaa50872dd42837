// Tables as text: columns of numbers, and of words, which may be labels.

import Papa from "papaparse";
import { named } from "./named.js";
import { refuse } from "./refusal.js";

const DELIMITERS = [",", ";", "\t", " "];
const TABLE = /\.(csv|tsv|txt)$/i;
const LARGEST = 200e6; // bytes: texts take many times their size in memory

/**
 * The columns of a file with or without a line of names.
 *
 * Separated by commas, semicolons (then numbers may have a decimal comma), tabs or blanks; lines
 * that start with # are none. A first column without a name beside named ones is pandas' index, and
 * left out.
 *
 * @param {Uint8Array} bytes
 * @param {string} name for messages
 * @returns {{ columns: { name: string, values: Float64Array | string[] }[], lines: number[] }}
 */
export function readCsv(bytes, name) {
  if (bytes.length > LARGEST)
    refuse(
      name,
      "is a table of more than 200 MB",
      "Save it with np.save: that is smaller, and read at once.",
    );
  const { rows: all, decimal } = parse(textOf(bytes, name), name);
  const number = (cell) => numberOf(decimal(cell));
  const cells = all.map((row) => row.cells);
  const head = hasHead(cells, number) ? cells[0] : null;
  const rows = head ? all.slice(1) : all;
  if (!rows.length) refuse(name, "has a line of names and nothing beneath", "Add a line a sample.");
  const columns = Array.from({ length: rows[0].cells.length }, (_, j) => ({
    name: head?.[j].trim() || `column ${j + 1}`,
    values: columnOf(rows, j, { number, name, title: head?.[j] ?? j + 1 }),
  }));
  return {
    columns: named(head?.[0].trim() === "" ? columns.slice(1) : columns),
    lines: rows.map(({ line }) => line),
  };
}

function textOf(bytes, name) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    if (TABLE.test(name))
      refuse(
        name,
        "is a table, but not in UTF-8",
        "Save it as UTF-8: frame.to_csv(file, encoding='utf-8'), or “CSV UTF-8” in Excel.",
      );
    return refuse(
      name,
      "is neither a NumPy file nor text in UTF-8",
      "The page reads .npy, .npz, .csv and its own .json: np.save(file, tensor.numpy()).",
    );
  }
}

/** Rows of one length, and the lines that they begin in: comments, blank lines and those within
 * quotes count. */
function parse(text, name) {
  const bare = text.replace(/^#.*$/gm, "");
  const looked = { preview: 10, skipEmptyLines: "greedy", delimitersToGuess: DELIMITERS };
  const { delimiter } = Papa.parse(bare, looked).meta;
  const { data, errors } = Papa.parse(bare, { delimiter });
  let line = 1;
  const every = data.map((cells) => {
    const row = { cells, line };
    line += cells.join("").split("\n").length;
    return row;
  });
  const rows = every.filter(({ cells }) => cells.join("").trim());
  if (!rows.length) refuse(name, "is empty", "Save features and labels, a line a sample.");
  const quoting = errors.find(({ type }) => type === "Quotes");
  if (quoting)
    refuse(
      name,
      `has a quotation mark astray in line ${every[quoting.row].line}`,
      "Mend that line.",
    );
  const width = rows[0].cells.length;
  const ragged = rows.find(({ cells }) => cells.length !== width);
  if (ragged)
    refuse(
      name,
      `line ${ragged.line} has ${ragged.cells.length} entries where the first has ${width}`,
      "Every line needs as many.",
    );
  const decimal = (cell) => (delimiter === ";" ? cell.replace(",", ".") : cell);
  return { rows, decimal };
}

const numberOf = (cell) => (cell.trim() ? Number(cell) : Number.NaN);

/**
 * The first line is names where it has a word above numbers; or, where there are only words, one
 * that is none of the classes beneath.
 */
function hasHead([first, ...rest], number) {
  const isNumber = (cell) => !Number.isNaN(number(cell));
  const numeric = first.map((_, j) => rest.some((row) => isNumber(row[j])));
  if (numeric.some(Boolean)) return numeric.some((above, j) => above && !isNumber(first[j]));
  return first.some((cell, j) => !isNumber(cell) && !rest.some((row) => row[j] === cell));
}

/** Numbers, or words; a few words among numbers are mistakes. */
function columnOf(rows, j, { number, name, title }) {
  const values = Float64Array.from(rows, ({ cells }) => number(cells[j]));
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return values;
  const numbers = values.filter(Number.isFinite).length;
  if (2 * numbers < values.length) return rows.map(({ cells }) => cells[j].trim());
  return refuse(
    name,
    `line ${rows[wrong].line}, column ${title}, is ${JSON.stringify(rows[wrong].cells[j])} where ` +
      "others are finite numbers",
    "Fill it in or leave that sample out.",
  );
}
