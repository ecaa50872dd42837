// The worker's side: it trains in short turns, so that it hears what the reader wants meanwhile,
// and tells no more than the page has time to draw.

import { probe } from "./probe.js";
import { Run } from "./run.js";

const TURN = 25; // ms between two looks at the messages
const LEAST = 60; // ms between two pictures
const REST = 3; // to measure and draw takes at most one part of so many

/**
 * Answer `client.js`, which sends any of
 *
 *   settings, id of a run, which begins anew
 *   letters      of the second labels that the reader paints
 *   wish         { goal, pace, growth, layer }: the epoch to reach, as fast as `client.js` says,
 *                and the layer that is drawn
 *   drawn        true: the page is ready for more
 *   transfer     { layer, second, ratio, steps }: a linear model on the layer as it is now, for one
 *                of the label vectors
 *
 * and is told { id } of the run with { epoch, now, pictures, news, inputs, diverged }, or with
 * { transfer }.
 */
export const listen = (self) => {
  const worker = new Turns((message) => self.postMessage(message));
  self.onmessage = ({ data }) => worker.hear(data);
};

class Turns {
  #next = null; // { settings, id } of a run that is to begin
  #letters = ""; // of the second labels, as wanted and as measured
  #painted = "";
  #run = null;
  #id = 0;
  #wish = null;
  #transfer = null; // a generator, while there is one
  #isReady = true; // the page has drawn what it was told
  #told = 0; // checkpoints
  #shown = "";
  #again = 0; // when the next picture is due
  #until = 0; // the epoch at which it rests
  #timer = null;

  constructor(post) {
    this.post = post;
  }

  hear({ settings, id, letters, wish, drawn, transfer }) {
    if (settings) this.#next = { settings, id };
    if (letters !== undefined) this.#letters = letters;
    if (wish) this.#wish = wish;
    if (drawn) this.#isReady = true;
    if (transfer) this.#transfer = this.#transferring(transfer);
    this.#plan();
  }

  #tell(message) {
    this.post({ id: this.#id, ...message });
  }

  #begin({ settings, id }) {
    [this.#run, this.#id, this.#next] = [new Run(settings, this.#letters), id, null];
    this.#painted = this.#letters;
    [this.#transfer, this.#told, this.#shown, this.#again, this.#until] = [null, 0, "", 0, 0];
  }

  get #isTraining() {
    return !this.#run.ended && this.#run.epoch < this.#wish.goal;
  }

  get #isBusy() {
    return this.#transfer !== null || this.#isTraining;
  }

  get #isDue() {
    return this.#isReady && this.#shown !== this.#wanted;
  }

  /** What the page should be shown. */
  get #wanted() {
    return `${this.#run.epoch} ${this.#wish.layer} ${this.#letters}`;
  }

  #plan() {
    if (this.#timer !== null || !(this.#next || this.#isBusy || this.#isDue)) return;
    const isPaced = !this.#next && this.#isTraining && this.#run.epoch >= this.#until;
    this.#timer = setTimeout(() => this.#turn(), isPaced ? this.#wish.pace : 0);
  }

  #turn() {
    this.#timer = null;
    if (this.#next) this.#begin(this.#next);
    else if (this.#painted !== this.#letters) this.#paint();
    else this.#train();
    if (this.#isDue && (!this.#isBusy || performance.now() > this.#again)) this.#show();
    this.#plan();
  }

  #paint() {
    this.#run.paint(this.#letters);
    [this.#painted, this.#told] = [this.#letters, 0];
  }

  #train() {
    const end = performance.now() + TURN;
    const { epoch } = this.#run;
    if (epoch >= this.#until) this.#until = epoch + Math.max(1, epoch * this.#wish.growth);
    do this.#work();
    while (this.#isBusy && this.#run.epoch < this.#until && performance.now() < end);
  }

  #work() {
    if (this.#transfer?.next().done) this.#transfer = null;
    else if (!this.#transfer && this.#isTraining) this.#run.train();
  }

  #show() {
    const begun = performance.now();
    const { epoch, diverged, inputs, checkpoints } = this.#run;
    const [news, isAnew] = [checkpoints.slice(this.#told), this.#told === 0];
    const { layer } = this.#wish;
    const seen = diverged ? {} : { now: this.#run.measured(), pictures: this.#run.pictured(layer) };
    this.#tell({ epoch, diverged, inputs, news, isAnew, ...seen });
    [this.#isReady, this.#told, this.#shown] = [false, checkpoints.length, this.#wanted];
    this.#again = performance.now() + Math.max(LEAST, REST * (performance.now() - begun));
  }

  *#transferring({ layer, second, ratio, steps }) {
    const features = this.#run.features(layer);
    const [{ sigma }] = this.#run.spectra(features);
    const about = { layer, second, epoch: this.#run.epoch, steps };
    let next = 0;
    let losses = [];
    for (losses of probe(features, this.#run.labels[second], { sigma, ratio, steps })) {
      if (performance.now() > next) {
        this.#tell({ transfer: { ...about, losses, isDone: false } });
        next = performance.now() + LEAST;
      }
      yield;
    }
    this.#tell({ transfer: { ...about, losses, isDone: true } });
  }
}
