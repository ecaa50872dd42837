// Bundle every explorer into one ES module, and its style sheet: repalign/widgets/js/ -> repalign/widgets/static/.
// `node tools/bundle.js [folder]` writes elsewhere, which is how a test proves that the committed bundles are fresh.

import { build } from "esbuild";

const source = "repalign/widgets/js";
const explorers = ["circle", "alignment", "emergence"];

await build({
  entryPoints: [...explorers.map((name) => `${source}/${name}.js`), `${source}/explorers.css`],
  outdir: process.argv[2] ?? "repalign/widgets/static",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
});
