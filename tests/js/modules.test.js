// What no linter of ours says: a module offers what another one takes, and no line is long.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const LONGEST = 100; // characters
const explorers = ["", "/parts", "/play", "/yours"].map((room) => `repalign/widgets/js${room}`);
const folders = [...explorers, "tools", "tests/js"];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, "utf8")]),
);

test("every export is imported somewhere", () => {
  const used = files
    .flatMap(([, text]) => [...text.matchAll(/import \{([^}]*)\}/g)])
    .flatMap(([, names]) => names.split(",").map((name) => name.trim()));
  const offered = files.flatMap(([path, text]) =>
    [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => [path, name]),
  );
  assert.ok(offered.length);
  assert.deepEqual(
    offered.filter(([, name]) => !used.includes(name)),
    [],
  );
});

test("no line has more than a hundred characters", () => {
  const long = files.flatMap(([path, text]) =>
    text.split("\n").flatMap((line, i) => ([...line].length > LONGEST ? [`${path}:${i + 1}`] : [])),
  );
  assert.deepEqual(long, []);
});
