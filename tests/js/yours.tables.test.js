// Tables of a reader, as tests/yours/test_tables.py has them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readFile } from "../../repalign/widgets/js/yours/file.js";
import { Refusal } from "../../repalign/widgets/js/yours/refusal.js";

const textBytes = (text) => new TextEncoder().encode(text);
const csv = (text) => readFile("a.csv", textBytes(text))[0].columns;

test("tables have names or none, and any separator", () => {
  const numbers = (columns) => columns.map(({ name, values }) => [name, [...values]]);
  assert.deepEqual(numbers(csv("a,b\n1,2\n3,4")), [
    ["a", [1, 3]],
    ["b", [2, 4]],
  ]);
  const unnamed = [
    ["column 1", [1.5, 3]],
    ["column 2", [2, 4]],
  ];
  for (const text of [
    "1.5,2\n3,4\n",
    "1,5;2\n3;4",
    "1.5\t2\r\n3\t4",
    "1.5 2\n3 4",
    "# x\n1.5,2\n3,4",
  ])
    assert.deepEqual(numbers(csv(text)), unnamed, text);
  assert.deepEqual(numbers(csv("1\n2")), [["column 1", [1, 2]]]);
});

test("columns of words are labels, with a name where the first word is no class", () => {
  const [x, kind] = csv('x,kind\n1,"a, b"\n2,c');
  assert.deepEqual(
    [[...x.values], kind.values],
    [
      [1, 2],
      ["a, b", "c"],
    ],
  );
  assert.deepEqual(csv("kind\na\nb\na"), [{ name: "kind", values: ["a", "b", "a"] }]);
  assert.deepEqual(csv("a\nb\na"), [{ name: "column 1", values: ["a", "b", "a"] }]);
});

test("pandas' index is no feature", () => {
  assert.deepEqual(
    csv(",x,y\n0,5,1\n1,6,0").map(({ name }) => name),
    ["x", "y"],
  );
  assert.deepEqual(
    csv("x,,y\n1,6,0").map(({ name }) => name),
    ["x", "column 2", "y"],
  );
});

test("a tab at either end is an empty cell", () => {
  const cells = (text) => csv(text).map(({ name, values }) => [name, [...values]]);
  const [x, y] = [
    ["x", [5, 6]],
    ["y", [1, 0]],
  ];
  assert.deepEqual(cells("\tx\ty\n0\t5\t1\n1\t6\t0\n"), [x, y]);
  assert.deepEqual(cells("x\ty\tnote\n5\t1\tgood\n6\t0\t\n"), [x, y, ["note", ["good", ""]]]);
});

test("a table with a hole or a slip is refused with its line", () => {
  const refuses = (text, said) =>
    assert.throws(
      () => csv(text),
      (error) => error instanceof Refusal && said.test(error.message),
      text,
    );
  refuses("a,b\n1,2\n3", /line 3 has 1 entries where the first has 2/);
  refuses("a,b\n1,2\n3,\n5,6", /line 3, column b, is ""/);
  refuses("a,b\n1,2\n3,nan\n5,6", /line 3, column b, is "nan"/);
  refuses("# of mine\n\na,b\n1,2\n\n# more\n3,x\n5,6", /line 7, column b, is "x"/);
  refuses("\n# of mine\na,b\n\n1,2\n3", /line 6 has 1 entries/);
  refuses("1,2\n3,x\n5,6", /line 2, column 2, is "x"/);
  refuses("a,b", /beneath/);
  refuses("# nothing\n", /is empty/);
  refuses('a,b\n1,"2\n3,4', /quotation mark astray in line 2/);
  refuses('a,b\n"1\n",2\n3', /line 4 has 1 entries/); // the second row stands in two lines
});
