// The map of a screen of the wiki: points and contours are fetched.
import "../near.js";
import { drawMap, tellFailed } from "./drawing.js";
import { Points } from "./points.js";

for (const section of document.querySelectorAll("[data-map]")) start(section).catch(() => tellFailed(section));

async function start(section) {
  const { points: address, contours } = section.dataset;
  const asked = [address, contours].map((url) => fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(url)))));
  const [places, outlines] = await Promise.all(asked);
  if (places.n) drawMap(section, outlines, new Points(places, (block) => fetchNames(address, places.v, block)));
}

/** [title, address, town] of each page of a block. */
async function fetchNames(address, version, block) {
  const url = new URL(address, location.href);
  url.searchParams.set("block", block);
  url.searchParams.set("v", version);
  const answer = await fetch(url);
  // Pages were saved since: the numbers no longer stand for the same pages.
  if (answer.status === 409) location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).t;
}
