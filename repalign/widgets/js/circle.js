// Points on the unit circle, labels by a line or by hand, and how they align (Figure 4).

import { chart } from "./parts/chart.js";
import { setter, slider } from "./parts/controls.js";
import { explorer } from "./parts/explorer.js";
import { cursor, point, SHARES, step } from "./parts/marks.js";
import {
  alignment,
  alignmentCurve,
  circleAngles,
  circleLabels,
  circleSpectrum,
} from "./parts/math.js";
import { letters } from "./parts/painted.js";
import { picture, RADIANS, turned } from "./parts/picture.js";
import { between, whole } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const CURVE_STEPS = 200;
const SHARE = [0, 1.08];
const READOUTS = {
  sigma1: "σ₁",
  sigma2: "σ₂",
  share1: "y on u₁",
  share2: "y on u₂",
  outside: "outside the span",
  alignment: "share at τ",
  flipped: "labels flipped",
};

export default explorer({
  title: "Circle explorer",
  limits: ({ noise }) => ({
    n_points: whole(20, noise.length),
    spread: between(0, 1),
    direction: whole(0, 360),
    threshold: (state) => between(0, highest(state.get("n_points"))),
    painted: letters(noise.length),
  }),
  state,
  panels: () => [
    picture,
    chart(
      "Where the labels lie",
      "Share of the label vector on each left singular vector and outside the span of the features",
      sharesSpec,
      { height: 300 },
    ),
    chart(
      "Alignment curve",
      "Share of the label vector in the directions whose singular value reaches the threshold",
      curveSpec,
      { height: 300, drag: { x: "threshold" } },
    ),
  ],
  controls: () => [
    slider("direction", "Direction, degrees", {
      say: (value) => `${value} degrees`,
      sets: turned,
    }),
    slider("spread", "Spread, radians", { step: 0.01 }),
    slider("n_points", "Points", { step: 20 }),
    slider("threshold", "Threshold τ", { step: 0.05 }),
    setter("clear", "Clear painted labels", { painted: "" }, ({ painted }) => /[pm]/.test(painted)),
  ],
  foot: () => [readouts(READOUTS, texts), sentence(sentenceOf)],
});

/** The largest threshold, at least sigma_1. */
const highest = (n) => Math.ceil(Math.sqrt(n));

function state({ n_points: n, spread, direction, threshold, painted }, { noise }) {
  const angles = circleAngles(noise, n, spread);
  const byLine = circleLabels(angles, direction * RADIANS);
  const labels = circleLabels(angles, direction * RADIANS, painted);
  const spectrum = circleSpectrum(angles, labels);
  const [first = 0, second = 0] = spectrum.power.map((power) => power / n);
  const shares = [first, second, spectrum.residual / n];
  return {
    n,
    angles,
    byLine,
    labels,
    flipped: labels.filter((label, i) => label !== byLine[i]).length,
    spectrum,
    shares,
    share: alignment(spectrum, threshold, true),
  };
}

function sharesSpec({ shares }) {
  const names = ["u₁", "u₂", "outside"];
  return {
    x: {
      label: "left singular vector",
      domain: [0.4, 3.6],
      ticks: names.map((name, i) => [i + 1, name]),
    },
    y: { label: "share of ‖y‖²", domain: SHARE },
    marks: [
      ...shares.map((share, i) => ({
        type: "bars",
        class: `ra-c${i + 1}`,
        width: 0.62,
        points: [[i + 1, share]],
      })),
      ...shares.map((share, i) => ({
        type: "text",
        x: i + 1,
        y: share,
        dy: -5,
        anchor: "middle",
        text: percent(share),
      })),
    ],
  };
}

function curveSpec({ spectrum, threshold, share, n }) {
  const end = highest(n);
  const grid = Array.from({ length: CURVE_STEPS + 1 }, (_, i) => (end * i) / CURVE_STEPS);
  // With the singular values, so that the picture is exact between the grid's thresholds too.
  const taus = [...grid, ...spectrum.sigma, 1e-9].sort((a, b) => a - b);
  return {
    x: { label: "threshold τ", domain: [0, end] },
    y: { ...SHARES, domain: SHARE },
    marks: [
      cursor(threshold),
      step(taus, alignmentCurve(spectrum, taus, true), "ra-c1"),
      point(threshold, share, "ra-c1"),
    ],
  };
}

function texts({ spectrum, shares, share, flipped }) {
  const [sigma1, sigma2 = 0] = spectrum.sigma;
  const [share1, share2, outside] = shares.map((each) => percent(each));
  return {
    sigma1: sigma1.toFixed(2),
    sigma2: sigma2.toFixed(2),
    share1,
    share2,
    outside,
    alignment: percent(share),
    flipped: String(flipped),
  };
}

function sentenceOf(now) {
  const {
    threshold,
    spectrum,
    shares: [top],
    flipped,
    n,
  } = now;
  const { share1, share2, outside, alignment } = texts(now);
  const verdict = top > 0.7 ? "well aligned" : top > 0.3 ? "partly aligned" : "poorly aligned";
  return (
    (flipped ? `${flipped} of ${n} labels are flipped. ` : "") +
    `These labels are ${verdict}: ${share1} of ‖y‖² lies on the top direction, ` +
    `${share2} on the second, ${outside} outside both. ` +
    (threshold > spectrum.sigma[0]
      ? `The threshold ${compact(threshold)} is above σ₁: no direction is left.`
      : `At τ = ${compact(threshold)} the alignment is ${alignment} of ‖y‖².`)
  );
}
