// The map of a kit: its points come in a script, the contours with the program.
import contours from "contours";
import { drawMap, tellFailed } from "../map/drawing.js";
import { Points } from "../map/points.js";
import { carried } from "./carried.js";

const section = document.querySelector("[data-offline-map]");
if (section) start(section).catch(() => tellFailed(section));

async function start(section) {
  const { root } = section.dataset;
  const rows = await carried("points", `${root}donnees/`);
  if (!rows.length) return;
  const names = rows.map(([, , title, url, town]) => [title, root + url, town]);
  drawMap(section, contours, new Points({ n: rows.length, size: rows.length, b: borrowedOf(rows), p: stepsOf(rows) }, async () => names));
}

const borrowedOf = (rows) => rows.flatMap((row, at) => (row[5] ? [at] : []));

/** Each point as the way from the one before, in 1e-4 degrees. */
function stepsOf(rows) {
  const whole = rows.map(([lat, lon]) => [Math.round(lat * 1e4), Math.round(lon * 1e4)]);
  return whole.flatMap(([lat, lon], at) => (at ? [lat - whole[at - 1][0], lon - whole[at - 1][1]] : [lat, lon]));
}
