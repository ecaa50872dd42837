// The page's side of a run in a worker: what the reader wants goes there, what was measured comes
// back.

import { isStill } from "../parts/elements.js";
import { spawn } from "../parts/worker.js";
import { labelsOf, MOST_EPOCHS } from "./run.js";
import { taskOf } from "./tasks.js";

/** Traits that a run follows from. */
const SETTINGS = [
  "data",
  "samples",
  "noise",
  "shuffled",
  "painted",
  "points",
  "depth",
  "width",
  "activation",
  "scale",
  "optimizer",
  "rate",
  "batch",
  "seed",
];

// Of each picture: ms it takes at least, and by what share of them the epochs grow till then.
// Steady on the charts' logarithmic axis is what grows.
const SPEEDS = {
  steady: { pace: 60, growth: 0.025 },
  slow: { pace: 250, growth: 0 },
  fast: { pace: 0, growth: MOST_EPOCHS },
};
export const SPEED_NAMES = Object.keys(SPEEDS);
const STILL = { pace: 600, growth: 0.3 }; // for readers who want reduced motion: few pictures

const settingsOf = (now) => Object.fromEntries(SETTINGS.map((name) => [name, now[name]]));

/** What the page knows of runs. `shown` is drawn: of the last run that has told of itself. */
export class Client {
  isTraining = false;
  shown = null;
  #begun;
  #failed;
  /** Resolves when something is shown for the first time. */
  ready = new Promise((resolve, reject) => {
    [this.#begun, this.#failed] = [resolve, reject];
  });
  #worker = null;
  #key = "";
  #id = 0;
  #letters = null; // of the second labels that the reader paints
  #epoch = 0; // to which the run was asked to come, or has come by itself
  #sent = "";

  /** `hear()` is called when there is something new. */
  start(url, model, hear) {
    this.#worker = spawn(url, model);
    this.#worker.onmessage = ({ data }) => data.id === this.#id && this.#hear(data, hear);
    this.#worker.onerror = ({ message }) =>
      this.#failed(new Error(`its worker does not run: ${message ?? "the browser refuses it"}`));
  }

  stop() {
    this.#worker?.terminate();
  }

  /** Let the run follow the page's state. Fewer epochs than it has come to are a run anew. */
  follow(now) {
    const settings = settingsOf(now);
    const key = JSON.stringify(settings);
    const message = {};
    if (key !== this.#key || now.epoch < this.#epoch) {
      this.#key = key;
      this.#id += 1;
      Object.assign(message, { settings, id: this.#id, drawn: true });
    }
    if (message.settings || now.painted_second !== this.#letters) this.#paint(now, message);
    this.#epoch = now.epoch;
    const wish = this.isTraining
      ? { goal: MOST_EPOCHS, ...(isStill() ? STILL : SPEEDS[now.speed]), layer: now.layer }
      : { goal: now.epoch, ...SPEEDS.fast, layer: now.layer };
    if (this.#sent !== JSON.stringify(wish) || message.settings) message.wish = wish;
    this.#sent = JSON.stringify(wish);
    if (Object.keys(message).length) this.#worker.postMessage(message);
  }

  /** What is painted is seen at once, and measured when the worker comes to it. */
  #paint({ painted_second: letters }, message) {
    this.#letters = message.letters = letters;
    if (this.shown && !message.settings) this.shown.labels = labelsOf(this.shown.task, letters);
  }

  /** Train a linear model on the layer that is drawn. */
  transfer(wish) {
    this.#worker.postMessage({ transfer: wish });
  }

  #hear({ id, transfer, news, isAnew, ...told }, hear) {
    if (transfer) Object.assign(this.shown, { transfer });
    else {
      if (this.shown?.id !== id) this.#show(id);
      this.shown.history = isAnew ? news : this.shown.history.concat(news);
      Object.assign(this.shown, told);
      this.#epoch = Math.max(this.#epoch, told.epoch);
      if (told.diverged || told.epoch >= MOST_EPOCHS) this.isTraining = false;
    }
    hear();
    this.#begun();
    // In the frame after this one all is drawn.
    if (!transfer) requestAnimationFrame(() => this.#worker.postMessage({ drawn: true }));
  }

  #show(id) {
    const settings = JSON.parse(this.#key);
    const task = taskOf(settings);
    const labels = labelsOf(task, this.#letters);
    this.shown = { id, settings, task, labels, history: [], transfer: null };
  }
}
