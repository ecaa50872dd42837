// Bundle every explorer into one ES module, and their style sheet: repalign/widgets/js/ -> repalign/widgets/static/.
// An explorer is a module with a default export; the others are what it is built from.
// `node tools/bundle.js FOLDER` writes elsewhere, which is how a test proves that the committed bundles are fresh.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const source = "repalign/widgets/js";
const isEntry = (path) => path.endsWith(".css") || /^export default\b/m.test(readFileSync(path, "utf8"));

/** What esbuild makes; `metafile` says from what. */
export const bundle = (options) => build({
  entryPoints: readdirSync(source).map((name) => `${source}/${name}`).filter(isEntry),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  banner: { js: "/* Holds d3 modules; their licences stand in NOTICE. */" },
  ...options,
});

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle({ outdir: process.argv[2] ?? "repalign/widgets/static" });
