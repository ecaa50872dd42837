// Speed of the playground's mathematics on this machine: `node bench/play.js`.

import { network } from "../repalign/widgets/js/play/network.js";
import { STREAMS, uniform } from "../repalign/widgets/js/play/random.js";
import { spectra } from "../repalign/widgets/js/play/spectrum.js";
import { trainer } from "../repalign/widgets/js/play/training.js";

const LEAST = 2000; // milliseconds of training
const draw = uniform(0, STREAMS.data);
const random = (length) => Float64Array.from({ length }, () => 2 * draw() - 1);
const seconds = (from) => ((performance.now() - from) / 1000).toFixed(2);

function train(n, inputs, hidden, activation, batchSize) {
  const options = { loss: "logistic", optimizer: "adam", learningRate: 1e-3, batchSize };
  const made = network({ inputs, hidden, activation });
  const { epoch } = trainer(made, random(n * inputs), random(n).map(Math.sign), options);
  epoch();
  const start = performance.now();
  let epochs = 0;
  for (; performance.now() - start < LEAST; epochs++) epoch();
  const speed = ((1000 * epochs) / (performance.now() - start)).toFixed(1);
  const shape = [inputs, ...hidden, 1].join("-");
  console.log(`${n} samples, ${shape}, ${activation}, batches of ${batchSize}: ${speed} epochs/s`);
}

function decompose(n, d) {
  const [features, labels] = [random(n * d), [random(n).map(Math.sign)]];
  const start = performance.now();
  let triangle = start;
  for (const _ of spectra(features, labels)) triangle = performance.now();
  const svd = seconds(triangle);
  console.log(`spectrum of ${n} x ${d}: ${seconds(start)} s, of which ${svd} s in one piece`);
}

for (const activation of ["relu", "tanh"])
  for (const batchSize of [64, 1000]) train(1000, 2, [32, 32], activation, batchSize);
train(2000, 60, [60], "relu", 64);
train(10000, 64, [64, 64, 64, 64], "relu", 64);
decompose(2000, 64);
decompose(5000, 256);
decompose(20000, 512);
