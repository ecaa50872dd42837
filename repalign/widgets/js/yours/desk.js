// What lies on the reader's desk: files, what is in them, a choice, and the result.

import { besides, columnsOf, firstChoice, fitted } from "./choice.js";
import { AT_ONCE, amount, bytesOf, duration, MOST_BYTES, secondsOf, sizeOf } from "./cost.js";
import { joined, parseResult } from "./result.js";
import { Session, Stopped } from "./session.js";

const MOST_TO_READ = 2e9; // bytes of files
const SETTLED = 1; // second, after which the speed is that of the work and no longer of its start
const EMPTY = {
  files: [],
  found: null,
  choice: null,
  plan: null,
  busy: null,
  problem: null,
  result: null,
};

export class Desk {
  #session;
  #listeners = [];
  #options = null;
  #pace = 1; // of this machine: seconds that one expected second takes

  /** @param {string} url of the explorer's module; @param {object} model the explorer's */
  constructor(url, model) {
    this.#session = new Session(url, model);
    this.state = EMPTY;
  }

  /** `callback(state)` at every change. */
  listen(callback) {
    this.#listeners.push(callback);
  }

  #set(values) {
    this.state = { ...this.state, ...values };
    for (const listener of this.#listeners) listener(this.state);
  }

  /**
   * Read files beside those that lie there, and choose what is wished of them; a result takes the
   * place of all.
   */
  async open(files, wished = {}) {
    const names = files.map(({ name }) => name);
    const all = [...this.state.files.filter(({ name }) => !names.includes(name)), ...files];
    await this.#run("Reading", async () => {
      const bytes = all.reduce((sum, { size }) => sum + size, 0);
      if (bytes > MOST_TO_READ) throw new Error(tooMuch("These files", bytes, MOST_TO_READ));
      const found = await this.#session.read(all);
      if (found.result) return { ...EMPTY, result: found.result };
      const choice = fitted({ ...firstChoice(found), ...wished });
      return { files: all, found, choice, result: null };
    });
    // What was there before went with what could not be read.
    if (this.state.problem) this.#session.stop();
    else this.#consider();
  }

  /** Show a result that came with the page, as the text of a file. */
  show(text) {
    const result = parseResult(new TextEncoder().encode(text), "result");
    this.#set({ ...EMPTY, result: joined([result]) });
  }

  choose(values) {
    this.#set({ choice: fitted({ ...this.state.choice, ...values }) });
    this.#consider();
  }

  /** Of the explorer's state: { bias, normalize, shuffles }. */
  setOptions(values) {
    const changed = JSON.stringify(values) !== JSON.stringify(this.#options);
    this.#options = values;
    if (changed && this.state.choice) this.#consider();
  }

  stop() {
    this.#session.stop();
    this.#set({ busy: null, result: null });
  }

  clear() {
    this.#session.stop();
    this.#set(EMPTY);
  }

  /** Measure at once what takes no time; else say what it takes. */
  #consider() {
    const plan = this.#plan();
    const atOnce = plan && plan.seconds <= AT_ONCE && plan.bytes <= MOST_BYTES;
    if (this.state.busy) this.#session.stop();
    this.#set({ plan, busy: null, ...(atOnce || !this.state.choice ? {} : { result: null }) });
    if (atOnce) this.measure();
  }

  #plan() {
    const { choice } = this.state;
    if (!choice?.labels || !choice.layers.length) return null;
    const { bias, shuffles } = this.#options;
    const labels = shuffles + besides(choice).length;
    const sizes = choice.layers.map((layer) => sizeOf(layer, choice, bias));
    const parts = sizes.map((size) => secondsOf({ ...size, labels }));
    const expected = parts.reduce((sum, { triangle, spectrum }) => sum + triangle + spectrum, 0);
    return { expected, seconds: this.#pace * expected, bytes: Math.max(...sizes.map(bytesOf)) };
  }

  async measure() {
    const { choice, files, plan } = this.state;
    if (plan.bytes > MOST_BYTES)
      return this.#set({ problem: tooMuch("A layer", plan.bytes, MOST_BYTES) });
    const options = this.#options;
    await this.#run("Measuring", async (busy) => {
      if (!this.#session.isOpen) await this.#session.read(files);
      const start = performance.now();
      const request = { ...requestOf(choice), options };
      const layers = await this.#session.ask("measure", request, (done) => {
        this.#follow(busy, plan.expected, start, done);
      });
      // Of whole runs alone: the first second of one that was stopped tells little.
      if (plan.expected > SETTLED) this.#pace = secondsSince(start) / plan.expected;
      return { result: { labels: choice.said, ...options, layers, classes: told(choice) } };
    });
    // What was measured before is not what is chosen now.
    if (this.state.problem) this.#set({ result: null });
  }

  #follow(busy, expected, start, { name, seconds }) {
    const passed = secondsSince(start);
    const pace = passed > SETTLED ? passed / seconds : this.#pace;
    const left = duration(pace * (expected - seconds));
    Object.assign(busy, { text: `Measuring ${name}, ${left} left`, share: seconds / expected });
    this.#set({ busy });
  }

  /** Set what `work(busy)` promises; the last that was begun counts. */
  async #run(text, work) {
    if (this.state.busy) this.#session.stop();
    const busy = { text };
    this.#set({ busy, problem: null });
    const ended = await work(busy).catch((error) =>
      error instanceof Stopped ? {} : { problem: error.message },
    );
    if (this.state.busy === busy) this.#set({ ...ended, busy: null });
  }
}

const secondsSince = (start) => (performance.now() - start) / 1000;

const requestOf = ({ layers, labels, pool, positive, negative, ...choice }) => ({
  layers: layers.map((layer) => ({
    name: layer.name,
    columns: layer.columns && columnsOf(layer, { labels, ...choice }).kept,
  })),
  labels: labels.name,
  pool,
  target: { positive, negative },
  classes: besides({ labels, negative }).map(([value]) => value),
});

/** Classes as large as the chosen one have its band. */
function told(choice) {
  const { labels, positive } = choice;
  const count = labels.classes?.find(([value]) => value === positive)?.[1];
  return besides(choice).map(([value, size]) => ({ value, size, isBanded: size === count }));
}

const tooMuch = (what, bytes, most) =>
  `${what} would take ${amount(bytes)} of memory, and the page stops at ${amount(most)}. Take ` +
  "fewer samples, or measure in Python, chunk by chunk, with repalign.SpectrumAccumulator.";
