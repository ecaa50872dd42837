// Bundle every explorer into one ES module, and their style sheet: repalign/widgets/js/ ->
// repalign/widgets/static/. What explorers are built from stands in js/parts. `node tools/bundle.js
// FOLDER` writes elsewhere, which is how a test proves that the committed bundles are fresh.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** What esbuild makes; `metafile` says from what. */
export const bundle = (options) =>
  build({
    entryPoints: ["repalign/widgets/js/*.js", "repalign/widgets/js/*.css"],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    banner: { js: "/* Holds d3 modules; their licences stand in NOTICE. */" },
    ...options,
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle({ outdir: process.argv[2] ?? "repalign/widgets/static" });
}
