// Bundle every explorer into one ES module, and their style sheet: repalign/widgets/js/ ->
// repalign/widgets/static/; and again for the book, where pages load what explorers share once:
// book/modules/. What explorers are built from stands in js/parts. `node tools/bundle.js STATIC
// MODULES` writes elsewhere, which is how a test proves that the committed bundles are fresh.

import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const MODULES = "repalign/widgets/js/*.js";

/** What esbuild makes; `metafile` says from what. */
export const bundle = (options) =>
  build({
    entryPoints: [MODULES, "repalign/widgets/js/*.css"],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    // Its sources: of its own bundle nothing can be left out.
    alias: { "ml-matrix": "./node_modules/ml-matrix/src/index.js" },
    preserveSymlinks: true, // the same names of shared modules wherever node_modules lies
    charset: "utf8",
    banner: { js: "/* Holds modules of others; their licences stand in NOTICE. */" },
    ...options,
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [outdir = "repalign/widgets/static", shared = "book/modules"] = process.argv.slice(2);
  await bundle({ outdir });
  rmSync(shared, { recursive: true, force: true }); // names of what is shared change with it
  await bundle({ outdir: shared, entryPoints: [MODULES], splitting: true, chunkNames: "[hash]" });
}
