// The page's side of the worker: one that can reach no network, and that can be stopped.

import { spawn } from "../parts/worker.js";

/** What a promise is rejected with when the reader stops it. */
export class Stopped extends Error {}

/**
 * `ask(what, value, onProgress)` promises the worker's answer, one at a time; `stop()` ends the
 * worker, and with it whatever it read.
 *
 * @param {string} url of the explorer's module
 * @param {object} model the explorer's
 */
export function session(url, model) {
  let [worker, end] = [null, null];
  const asked = (each, message, onProgress) =>
    new Promise((resolve, reject) => {
      end = () => reject(new Stopped());
      each.onerror = (event) => reject(new Error(event.message ?? "the worker could not start"));
      each.onmessage = ({ data: { done, refused, progress } }) => {
        if (progress) onProgress?.(progress);
        else if (refused) reject(new Error(refused));
        else resolve(done);
      };
      each.postMessage(message);
    });
  const stop = () => {
    worker?.terminate();
    worker = null;
    end?.();
  };
  return {
    isOpen: () => worker !== null,
    ask: async (what, value, onProgress) => {
      worker ??= await heldWorker(url, model, asked);
      return asked(worker, [what, value], onProgress);
    },
    stop,
  };
}

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
