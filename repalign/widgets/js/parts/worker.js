// Work off the page's thread. An explorer's module is its worker's too: nothing else travels, and
// it works wherever the module itself does, from the disk and in Jupyter as well.

/** Whether the module runs in a worker, and is to listen instead of draw. */
export const inWorker = typeof WorkerGlobalScope !== "undefined";

/** The text of an explorer's module: a book's page names it, a front end has it in the model. */
const textOf = (model) => {
  const module = model.get("_esm");
  return globalThis.explorerTexts?.[module] ?? module;
};

/**
 * Without what only modules may say: from the disk, no browser makes a module a worker. As
 * expressions, since a text stands in the bundle that it is looked for in.
 */
const asScript = (text) =>
  text.replace(/\bimport\.meta\.url\b/g, '""').replace(/export\s*\{[^{}]*\};?\s*$/, "");

/**
 * A worker that runs an explorer's module.
 *
 * @param {string} url the module's own `import.meta.url`; that of a Blob may be revoked by now, so
 *   that the text is taken from the model
 * @param {object} model the explorer's
 */
export function spawn(url, model) {
  if (!url.startsWith("blob:")) return new Worker(url, { type: "module" });
  return new Worker(URL.createObjectURL(new Blob([asScript(textOf(model))])));
}
