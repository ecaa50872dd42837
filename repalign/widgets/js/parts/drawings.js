// Drawings of our own for classes of pictures, since those of CIFAR have no licence to be copied
// under. Lines on 48 by 48.

const circle = (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const dots = (...places) => places.map((place) => `M${place}v.1`).join("");
const around = (count, draw) =>
  Array.from({ length: count }, (_, i) => draw((2 * Math.PI * i) / count)).join("");

function petal(angle) {
  const at = (turn, radius) =>
    [24 + radius * Math.cos(angle + turn), 17 + radius * Math.sin(angle + turn)]
      .map((each) => each.toFixed(1))
      .join(" ");
  return `M${at(-0.3, 6)}Q${at(-0.3, 11)} ${at(0, 14)}Q${at(0.3, 11)} ${at(0.3, 6)}`;
}

/** Pieces of a path each. */
const DRAWINGS = {
  airplane: [
    "M5 25Q5 22 9 22H31L37 13H42L40 25Q39 28 36 28H9Q5 28 5 25ZM15 28L22 39H27L25 28",
    "M17 22L22 14H26L25 22M10 25h1",
  ],
  automobile: [
    "M9 32H5V27Q6 23 11 23L16 15Q17 13 20 13H29Q32 13 34 15L38 22Q43 23 43 27V32H39",
    "M17 32H31M17 22L20 17H24V22ZM28 22V17H30L33 22Z",
    circle(13, 33, 4),
    circle(35, 33, 4),
  ],
  bicycle: [
    circle(12, 31, 8),
    circle(36, 31, 8),
    "M12 31L18 19H32L36 31M18 19L24 31H12M24 31L32 19L30 13H35M15 15H20M18 19L17.5 15",
  ],
  bird: [
    "M5 31Q14 30 17 22Q20 11 29 11Q36 11 37 17L43 19.5L37 22Q37 36 24 37Q13 38 5 31Z",
    "M17 27Q23 33 30 25M22 37V42M27 36.5V42",
    dots("31 17"),
  ],
  cat: [
    "M12 20L11 7L20 13Q24 12 28 13L37 7L36 20Q40 28 36 34Q31 41 24 41Q17 41 12 34Q8 28 12 20Z",
    "M22 31H26L24 33.5ZM24 33.5V36M4 27L11 29M4 35L11 33M44 27L37 29M44 35L37 33M18 24v2",
    "M30 24v2",
  ],
  crab: [
    "M12 27Q12 19 24 19Q36 19 36 27Q36 35 24 35Q12 35 12 27Z",
    "M14 22L10 17Q4 15 5 8L9 11L12 7Q15 13 10 17",
    "M34 22L38 17Q44 15 43 8L39 11L36 7Q33 13 38 17M13 30L6 32M14 33L9 39M35 30L42 32",
    "M34 33L39 39M20 19V15M28 19V15M21 29Q24 31 27 29",
  ],
  deer: [
    "M18 21Q24 18 30 21Q31 29 28 37Q27 41 24 41Q21 41 20 37Q17 29 18 21Z",
    "M18 23Q11 23 8 19Q14 17 18 21M30 23Q37 23 40 19Q34 17 30 21M21 19Q17 13 18 5",
    "M18 12Q12 11 11 5M27 19Q31 13 30 5M30 12Q36 11 37 5M22 37H26M21 27v1M27 27v1",
  ],
  dog: [
    "M16 12Q24 8 32 12Q36 22 34 31Q31 41 24 41Q17 41 14 31Q12 22 16 12Z",
    "M16 12Q8 10 6 20Q5 28 9 30Q13 28 14 20M32 12Q40 10 42 20Q43 28 39 30Q35 28 34 20",
    "M21 30Q24 28 27 30Q27 34 24 34Q21 34 21 30ZM24 34V37M20 21v2M28 21v2",
  ],
  frog: [
    "M8 28Q8 21 13 19A6 6 0 1 1 21 16Q24 15.5 27 16A6 6 0 1 1 35 19",
    "Q40 21 40 28Q40 38 24 38Q8 38 8 28Z",
    "M14 29Q24 35 34 29M16 13v1M32 13v1",
    dots("22 23", "26 23"),
  ],
  horse: [
    "M13 42Q17 33 14 26Q11 15 20 10L21 4L26 9Q34 12 40 25Q42 29 39 31",
    "Q36 33 33 29L27 26Q25 32 30 42",
    "M20 10Q9 15 9 27M15 30Q11 33 10 37",
    dots("26 17", "37 27"),
  ],
  man: [circle(24, 12, 6.5), "M10 42V33Q10 23 24 23Q38 23 38 33V42M17 42V33M31 42V33"],
  mushroom: [
    "M6 25Q6 9 24 9Q42 9 42 25Q24 30 6 25ZM18 27.5Q20 35 17 41H31Q28 35 30 27.5",
    circle(17, 18, 2),
    circle(27, 15, 2.5),
    circle(34, 21, 1.5),
  ],
  porcupine: [
    "M5 36Q6 29 12 27L8 20L15 22L14 12L21 19L24 8L28 18L34 11L34 20L41 17L39 25L45 27L40 32L43 36Z",
    "M14 36V40M34 36V40M20 27L22 24M26 29L29 25M32 31L35 28",
    dots("13 31", "5 36"),
  ],
  sea: [
    "M4 24q5-5 10 0t10 0t10 0t10 0M4 32q5-5 10 0t10 0t10 0t10 0",
    "M4 40q5-5 10 0t10 0t10 0t10 0M17 15a7 7 0 0 1 14 0M24 3v1M14 7l.7.7M34 7l-.7.7",
  ],
  ship: [
    "M5 29H43L38 38H10ZM13 29V21H35V29M19 21V14H29V21M22 14V8H26V14M17 25h1M24 25h1M31 25h1",
    "M4 43q4-3 8 0t8 0t8 0t8 0t8 0",
  ],
  squirrel: [
    "M29 41Q44 41 43 26Q42 14 34 14Q27 15 29 21Q34 20 34 25Q33 31 27 33",
    "Q28 24 22 22L21 14L17 19Q9 20 8 26Q12 29 17 28Q13 34 14 41Z",
    "M17 32Q21 33 21 29M14 41H10",
    dots("14 23"),
  ],
  sunflower: [circle(24, 17, 6), around(10, petal), "M24 31V44M24 40Q32 40 35 33Q27 32 24 40"],
  table: ["M11 15H37L44 22H4ZM7 22V40M41 22V40M15 22V33M33 22V33"],
  truck: [
    "M8 33H4V12H28V33H16M28 18H36L43 25V33H39M31 33H28M32 22V26H39",
    circle(12, 34, 4),
    circle(35, 34, 4),
  ],
  wardrobe: ["M9 5H39V40H9ZM24 5V40M21 21V25M27 21V25M13 40V44M35 40V44M9 35H39"],
};

/** The drawing of a class; nothing where there is none. */
export function drawing(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "ra-drawing");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = name in DRAWINGS ? `<path d="${DRAWINGS[name].join("")}"/>` : "";
  return svg;
}
