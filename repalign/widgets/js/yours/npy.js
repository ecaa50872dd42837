// NumPy's file of one array: a magic word, a header that is a Python dictionary, the numbers.

import { refuse } from "./refusal.js";

const MAGIC = "\x93NUMPY";
const NUMBERS = {
  f2: Uint16Array,
  f4: Float32Array,
  f8: Float64Array,
  b1: Uint8Array,
  i1: Int8Array,
  i2: Int16Array,
  i4: Int32Array,
  i8: BigInt64Array,
  u1: Uint8Array,
  u2: Uint16Array,
  u4: Uint32Array,
  u8: BigUint64Array,
};
const AS_NUMBERS = "Save it as numbers: np.save(file, array.astype(float)).";
const OTHERS = {
  O: [
    "holds Python objects",
    "Save numbers: np.save(file, np.stack(rows)); or words: np.save(file, array.astype(str)).",
  ],
  c: ["holds complex numbers", "Save their real part or their size: np.save(file, np.abs(array))."],
  V: ["holds records of named fields", "Save one array of numbers for each field."],
  M: ["holds dates", AS_NUMBERS],
  m: ["holds spans of time", AS_NUMBERS],
};

export const isNpy = (bytes) => latin(bytes.subarray(0, MAGIC.length)) === MAGIC;

const latin = (bytes) => String.fromCharCode(...bytes);

/**
 * The array of a file of version 1 to 3.
 *
 * @param {Uint8Array} bytes
 * @param {string} name for messages
 * @returns {{ shape: number[], values: ArrayLike<number> | string[] }} in the order of rows
 */
export function readNpy(bytes, name) {
  const { descr, fortran, shape, start } = header(bytes, name);
  const [, order, kind, size] = /^([<>|=])([A-Za-z])(\d*)/.exec(descr) ?? [];
  const count = shape.reduce((product, length) => product * length, 1);
  const width = kind === "U" ? 4 * size : Number(size);
  if (!(kind in { U: 1, S: 1 }) && !NUMBERS[kind + size]) refuseType(name, descr, kind);
  if (start + count * width > bytes.length)
    refuse(
      name,
      `is cut short: ${count * width} bytes of numbers were promised, ${bytes.length - start} came`,
      "Copy or save it again.",
    );
  const body = bytes.slice(start, start + count * width);
  if (order === ">") reverse(body, kind === "U" ? 4 : width);
  const values =
    kind in { U: 1, S: 1 } ? texts(body, kind, width, count) : numbers(body, kind, size);
  return { shape, values: fortran && shape.length > 1 ? inRows(values, shape) : values };
}

function header(bytes, name) {
  const damaged = () => refuse(name, "has a damaged header", "Copy or save it again with np.save.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 12) damaged();
  const [from, length] =
    bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const text = latin(bytes.subarray(from, from + Math.min(length, 1e5)));
  const [, descr = "V"] = /'descr':\s*(?:'([^']*)'|\[)/.exec(text) ?? damaged();
  const [, fortran] = /'fortran_order':\s*(True|False)/.exec(text) ?? damaged();
  const [, sizes] = /'shape':\s*\(([\d\s,]*)\)/.exec(text) ?? damaged();
  const shape = sizes.split(",").flatMap((each) => (each.trim() ? [Number(each)] : []));
  return {
    descr: descr === "V" ? "|V" : descr,
    fortran: fortran === "True",
    shape,
    start: from + length,
  };
}

function refuseType(name, descr, kind) {
  const [holds, advice] = OTHERS[kind] ?? [`holds numbers of type ${descr}`, AS_NUMBERS];
  refuse(name, `${holds} (${descr}); the page reads real numbers, and text as labels`, advice);
}

/** The bytes of each number in the other order, in place. */
function reverse(bytes, width) {
  for (let i = 0; i < bytes.length; i += width) bytes.subarray(i, i + width).reverse();
}

function numbers({ buffer }, kind, size) {
  const raw = new NUMBERS[kind + size](buffer);
  if (kind === "f" && size === "2") return Float32Array.from(raw, half);
  return size === "8" && kind !== "f" ? Float64Array.from(raw, Number) : raw;
}

/** A float16 from its bits. */
function half(bits) {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits >> 15 ? -1 : 1;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
}

/** Texts of one width, filled up with zeros: UTF-32, or bytes. */
function texts(body, kind, width, count) {
  const utf8 = new TextDecoder();
  return Array.from({ length: count }, (_, i) => {
    const own = body.slice(i * width, (i + 1) * width);
    const text =
      kind === "U" ? String.fromCodePoint(...new Uint32Array(own.buffer)) : utf8.decode(own);
    return text.replace(/\0+$/, "");
  });
}

/** From Fortran's order, first axis fastest, to that of rows. */
function inRows(values, shape) {
  const rows = new values.constructor(values.length);
  const place = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  for (let to = 0, from = 0; to < values.length; to++) {
    rows[to] = values[from];
    let axis = shape.length - 1;
    for (; axis >= 0; axis--) {
      from += strides[axis];
      if (++place[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      place[axis] = 0;
    }
  }
  return rows;
}
