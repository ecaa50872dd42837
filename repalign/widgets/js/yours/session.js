// The page's side of the worker: one that can reach no network, and that can be stopped.

import { spawn } from "../parts/worker.js";

const NO_WORKER =
  "The browser starts no worker here, which a server's policy may forbid. Read the page from the " +
  "disk, or from another server.";

/** What a promise is rejected with when the reader stops it. */
export class Stopped extends Error {}

/** A worker with one question at a time. */
export class Session {
  #url;
  #model;
  #worker = null;
  #end = null;
  #stops = 0;

  /** @param {string} url of the explorer's module; @param {object} model the explorer's */
  constructor(url, model) {
    this.#url = url;
    this.#model = model;
  }

  /** Whether there is a worker that may have read files. */
  get isOpen() {
    return this.#worker !== null;
  }

  /** What is in files. The page reads them: from the disk, WebKit lets no worker do so. */
  async read(files) {
    const before = this.#stops;
    const contents = await Promise.all(files.map(contentOf));
    if (this.#stops !== before) throw new Stopped();
    const buffers = contents.map(({ buffer }) => buffer);
    return this.ask("files", contents, null, buffers);
  }

  /** The worker's answer. */
  async ask(what, value, onProgress, transferred) {
    this.#worker ??= await this.#heldWorker();
    return this.#answer(this.#worker, [what, value], onProgress, transferred);
  }

  /** End the worker, and with it whatever it read. */
  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#stops++;
    this.#end?.();
  }

  #answer(worker, message, onProgress, transferred = []) {
    return new Promise((resolve, reject) => {
      this.#end = () => reject(new Stopped());
      worker.onerror = ({ message }) => {
        reject(new Error(message || NO_WORKER));
        this.stop(); // it may be in any state
      };
      worker.onmessage = ({ data: { done, refused, progress } }) => {
        if (progress) onProgress?.(progress);
        else if (refused) reject(new Error(refused));
        else resolve(done);
      };
      worker.postMessage(message, transferred);
    });
  }

  /**
   * A Blob's worker is under the page's policy, one from the network under the policy that came
   * with it, if any.
   */
  async #heldWorker() {
    const worker = spawn(this.#url, this.#model);
    if (this.#url.startsWith("blob:")) return worker;
    let held = false;
    try {
      held = await this.#answer(worker, ["isHeld"]);
    } finally {
      if (!held) worker.terminate();
    }
    if (held) return worker;
    const text = new Blob([`import ${JSON.stringify(this.#url)};`], { type: "text/javascript" });
    return new Worker(URL.createObjectURL(text), { type: "module" });
  }
}

const contentOf = async (file) => ({ name: file.name, buffer: await file.arrayBuffer() });
