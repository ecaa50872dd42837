// NOTICE: the licences of what this repository and the built book pass on from others, as their
// packages print them. Run after `npm ci`. `node tools/notice.js FILE` writes elsewhere, which is
// how a test proves that NOTICE is fresh.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { bundle } from "./bundle.js";

const WHERE = {
  explorers: "in the explorers' bundles, repalign/widgets/static",
  formulas: "in the book, assets/katex, made by tools/vendor.py",
  slides: "in the slides, book/slides/reveal, copied by tools/vendor.py",
  icons: "in the book, assets/icons.woff, cut by tools/icons.py from the font of the book's theme",
  theme: "in the built book, in scripts that the book's theme and its extensions bring",
};
const OTHERS = {
  formulas: ["katex"],
  slides: ["reveal.js"],
  icons: ["@fortawesome/fontawesome-free"],
  theme: [
    "bootstrap",
    "@popperjs/core",
    "clipboard",
    "delegate",
    "good-listener",
    "select",
    "tiny-emitter",
  ],
};

/** The packages that get into the bundles. */
async function bundled() {
  const { metafile } = await bundle({ outdir: "unwritten", write: false, metafile: true });
  const paths = Object.keys(metafile.inputs).map(
    (path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1],
  );
  return [...new Set(paths.filter(Boolean))].sort();
}

/**
 * The licence as the package prints it: in a file of its own, or else at the end of what it says
 * about itself.
 */
function licenceOf(folder) {
  const named = (pattern) => readdirSync(folder).find((name) => pattern.test(name));
  const read = (name) => readFileSync(`${folder}/${name}`, "utf8").trim();
  const file = named(/^licen[cs]e/i);
  return file ? read(file) : read(named(/^readme/i)).match(/^## Licen[cs]e\s+([\s\S]+)/m)[1];
}

function entry(name, place) {
  const folder = `node_modules/${name}`;
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return [`${name} ${version}`, WHERE[place], "", licenceOf(folder)].join("\n");
}

const SAMPLE = `Optical Recognition of Handwritten Digits
500 of them in repalign/widgets/sample.npz, as scikit-learn has them; made by tools/sample.py

E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49
Creative Commons Attribution 4.0 International, https://creativecommons.org/licenses/by/4.0/`;

const packages = [["explorers", await bundled()], ...Object.entries(OTHERS)];
const entries = packages.flatMap(([place, names]) => names.map((name) => entry(name, place)));
const head =
  "This companion passes on work of others, under the licences below. Written by tools/notice.js.";
const text = [head, ...entries, SAMPLE].join(`\n\n${"=".repeat(80)}\n\n`);
writeFileSync(process.argv[2] ?? "NOTICE", `${text}\n`);
