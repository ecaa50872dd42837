// Files of a reader: tests/test_yours.py writes those of NumPy, with what they hold.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { featuresOf, labelsOf, offered } from "../../repalign/widgets/js/yours/arrays.js";
import { readFile } from "../../repalign/widgets/js/yours/file.js";
import { Refusal } from "../../repalign/widgets/js/yours/refusal.js";
import { parseResult, resultText } from "../../repalign/widgets/js/yours/result.js";

const { read, refused, packed, unnamed } = JSON.parse(
  readFileSync(new URL("yours.json", import.meta.url)),
);
const bytesOf = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const textBytes = (text) => new TextEncoder().encode(text);
const csv = (text) => readFile("a.csv", textBytes(text))[0].columns;
const refusal = (name, bytes) => {
  try {
    readFile(name, bytes);
  } catch (error) {
    assert.ok(error instanceof Refusal, error.stack);
    assert.match(error.message, /\. [A-Z].+\.$/, "what came, and what to do");
    return error.message;
  }
  return assert.fail(`${name} was read`);
};

test("arrays are NumPy's, whatever their type, byte order, order of axes and version", () => {
  assert.ok(Object.keys(read).length > 20);
  for (const [name, { file, shape, values }] of Object.entries(read)) {
    const [found] = readFile("a.npy", bytesOf(file));
    assert.deepEqual([found.name, found.shape], ["a", shape], name);
    assert.deepEqual(
      Array.from(found.values, (each) => (typeof each === "string" ? each : Number(each))),
      values.map((each) => (typeof each === "string" ? each : Number(each))),
      name,
    );
  }
});

test("an archive holds named arrays, stored or deflated", () => {
  for (const file of Object.values(packed)) {
    const found = readFile("a.npz", bytesOf(file));
    assert.deepEqual(
      found.map(({ name, shape }) => [name, shape]),
      [
        ["layer", [2, 3]],
        ["labels", [2]],
      ],
    );
    assert.deepEqual(found[1].values, ["a", "b"]);
  }
});

test("an array that nobody named has the name of its file", () => {
  const names = (file) => readFile("layer3.npz", bytesOf(file)).map(({ name }) => name);
  assert.deepEqual(unnamed.map(names), [["layer3"], ["layer3 arr_0", "layer3 arr_1"]]);
});

test("what holds no real numbers is refused with what to save instead", () => {
  for (const [name, file] of Object.entries(refused)) {
    const said = refusal("a.npy", bytesOf(file));
    assert.match(said, new RegExp(name), said);
  }
});

/** The beginning of a zip file, which is all that is looked at. */
const entryNamed = (name) =>
  Uint8Array.of(
    0x50,
    0x4b,
    3,
    4,
    ...new Array(22).fill(0),
    name.length,
    0,
    0,
    0,
    ...textBytes(name),
  );

test("damaged files and those of others are refused", () => {
  const whole = bytesOf(read["numbers as <f8"].file);
  const archive = bytesOf(packed.deflated);
  const cases = [
    ["a.npy", whole.subarray(0, -1), /cut short: 48 bytes .* 47 came/],
    ["a.npy", whole.subarray(0, 40), /damaged header/],
    ["a.npy", whole.subarray(0, 8), /damaged header/],
    ["a.npy", textBytes("PLAIN TEXT"), /does not begin as a file of NumPy/],
    ["a.npy", new Uint8Array(), /is empty/],
    ["a.npz", archive.subarray(0, 100), /cannot be unpacked/],
    ["a.pt", bytesOf("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="), /without arrays of NumPy, as .pt/],
    ["a.pt", entryNamed("mine/data.pkl"), /PyTorch's own format.* Save arrays instead: np.savez/],
    ["a.pkl", Uint8Array.of(0x80, 4, 1), /is a Python pickle/],
    ["a.h5", bytesOf("iUhERg0K"), /is an HDF5 file/],
    ["a.bin", Uint8Array.of(0xff, 0xfe, 0), /neither a NumPy file nor text/],
    ["a.csv", Uint8Array.of(0x61, 0xe9), /is a table, but not in UTF-8. Save it as UTF-8/],
    ["a.json", textBytes('{"format": "repalign'), /is damaged JSON/],
    ["a.json", textBytes('{"a": 1}'), /is no “repalign spectra” of version 1/],
  ];
  for (const [name, bytes, said] of cases) assert.match(refusal(name, bytes), said);
});

test("vectors and few-valued columns may be labels, matrices and tables features", () => {
  const arrays = [
    { name: "layer", shape: [3, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6) },
    { name: "y", shape: [3, 1], values: Int8Array.of(0, 1, 1) },
    { name: "t", columns: csv("u,v,w\n1,2.5,a\n3,4.5,b\n5,6.5,a") },
  ];
  assert.deepEqual(
    featuresOf(arrays).map(({ name }) => name),
    ["layer", "t"],
  );
  assert.deepEqual(
    labelsOf(arrays).map(({ name }) => name),
    ["y", "t: u", "t: v", "t: w"],
  );
  const { features, labels } = offered(arrays);
  assert.deepEqual(
    features.map(({ shape }) => shape),
    [
      [3, 2],
      [3, 2],
    ],
  );
  assert.deepEqual(
    labels.map(({ classes }) => classes?.length ?? null),
    [2, 3, null, 2],
  );
  assert.deepEqual(labels[3].classes, [
    ["a", 2],
    ["b", 1],
  ]);
});

const layer = { name: "a", n: 3, d: 2, sigma: [2, 1], power: [1, 0.5], residual: 1.5, certain: 2 };

test("a result is read as it was written, and holds the fields of a Spectrum", () => {
  const band = { taus: [1, 2], low: [0, 0], high: [1, 1] };
  const result = { labels: "y", bias: true, normalize: false, layers: [{ ...layer, band }] };
  const text = resultText({ ...result, shuffles: 100 });
  assert.deepEqual(parseResult(textBytes(text), "a.json"), result);
  assert.deepEqual(Object.keys(JSON.parse(text).layers[0].spectrum), [
    "singular_values",
    "squared_projections",
    "residual",
    "n_samples",
    "n_features",
  ]);
});

test("a result that speaks for itself keeps its words, unless others stand beside it", () => {
  const result = { labels: "y", says: "Transfer from a.", bias: true, normalize: true };
  const text = resultText({ ...result, layers: [{ ...layer, band: null }] });
  const read = parseResult(textBytes(text), "a.json");
  assert.equal(read.says, result.says);
  assert.equal(offered([{ result: read }]).result.says, result.says);
  assert.equal("says" in offered([{ result: read }, { result: read }]).result, false);
  const wrong = text.replace('"Transfer from a."', "[1]");
  assert.equal("says" in parseResult(textBytes(wrong), "a.json"), false);
});

test("a result keeps the lead of which its words tell", () => {
  const lead = { best: "a", rival: "b", share: 0.1 };
  const result = { labels: "y", says: "Transfer from a.", lead, bias: true, normalize: true };
  const text = resultText({ ...result, layers: [{ ...layer, band: null }] });
  const read = parseResult(textBytes(text), "a.json");
  assert.deepEqual(offered([{ result: read }]).result.lead, lead);
  assert.equal("lead" in offered([{ result: read }, { result: read }]).result, false);
});

test("a result that is none is refused", () => {
  for (const wrong of [
    { sigma: [1, 2] },
    { power: [1] },
    { residual: -1 },
    { n: 0 },
    { sigma: [], power: [] },
  ]) {
    const text = resultText({
      labels: "y",
      bias: true,
      normalize: true,
      layers: [{ ...layer, ...wrong }],
    });
    assert.match(refusal("a.json", textBytes(text)), /a: is no spectrum/);
  }
});

test("results stand beside each other where they were measured alike", () => {
  const one = { labels: "y", bias: true, normalize: true, layers: [layer] };
  const both = (other) => offered([{ result: one }, { result: { ...one, ...other } }]).result;
  assert.deepEqual(
    both({}).layers.map(({ name }) => name),
    ["a", "a (2)"],
  );
  assert.throws(() => both({ labels: "z" }), /measured otherwise/);
  assert.equal(offered([]).result, null);
});
