// The page's side of the worker: one that can reach no network, and that can be stopped.

import { spawn } from "../parts/worker.js";

/** What a promise is rejected with when the reader stops it. */
export class Stopped extends Error {}

/**
 * `ask(what, value, onProgress)` promises the worker's answer, one at a time, `read(files)` what it
 * finds in them; `stop()` ends the worker, and with it whatever it read.
 *
 * @param {string} url of the explorer's module
 * @param {object} model the explorer's
 */
export function session(url, model) {
  let [worker, end, stops] = [null, null, 0];
  const asked = (each, message, onProgress, transferred = []) =>
    new Promise((resolve, reject) => {
      end = () => reject(new Stopped());
      each.onerror = (event) => reject(new Error(event.message ?? "the worker could not start"));
      each.onmessage = ({ data: { done, refused, progress } }) => {
        if (progress) onProgress?.(progress);
        else if (refused) reject(new Error(refused));
        else resolve(done);
      };
      each.postMessage(message, transferred);
    });
  const stop = () => {
    worker?.terminate();
    worker = null;
    stops++;
    end?.();
  };
  const ask = async (what, value, onProgress, transferred) => {
    worker ??= await heldWorker(url, model, asked);
    return asked(worker, [what, value], onProgress, transferred);
  };
  return {
    isOpen: () => worker !== null,
    ask,
    /** By the page: from the disk, WebKit lets no worker read a file. */
    read: async (files) => {
      const before = stops;
      const contents = await Promise.all(files.map(contentOf));
      if (stops !== before) throw new Stopped();
      const buffers = contents.map(({ buffer }) => buffer);
      return ask("files", contents, null, buffers);
    },
    stop,
  };
}

const contentOf = async (file) => ({ name: file.name, buffer: await file.arrayBuffer() });

/**
 * A Blob's worker is under the page's policy, one from the network under the policy that came with
 * it, if any.
 */
async function heldWorker(url, model, asked) {
  const worker = spawn(url, model);
  if (url.startsWith("blob:")) return worker;
  let held = false;
  try {
    held = await asked(worker, ["isHeld"]);
  } finally {
    if (!held) worker.terminate();
  }
  if (held) return worker;
  const text = new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(text), { type: "module" });
}
