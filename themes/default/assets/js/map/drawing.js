// A map to move about in, in the place of the drawing that stands there without scripts.
import { control, latLngBounds, map as makeMap, popup } from "leaflet/dist/leaflet-src.esm.js";
import { grouping } from "../grouping.js";
import { together } from "./groups.js";
import { ground, regionsOf } from "./ground.js";
import { Marks } from "./marks.js";

const FRANCE = latLngBounds([41.3, -5.2], [51.1, 9.6]);
const EUROPE = latLngBounds([34, -12], [60, 20]);
const LISTED = 24;
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Says that the map cannot be drawn; the list says the same places. */
export function tellFailed(section) {
  const told = element("p", "soft", section.dataset.sayFailed);
  told.setAttribute("role", "status");
  section.append(told);
}

/** The map in its section, whose `data-say-*` has its words. */
export function drawMap(section, contours, points) {
  const said = section.dataset;
  const number = grouping(said.thousand);
  const say = (name, count = 0) => (said[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? "").replace("{count}", () => number(count));
  const frame = element("div", "map-frame");
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", say("map"));
  const bar = element("p", "map-bar");
  const list = element("div", "map-list");
  section.querySelector("figure")?.remove();
  section.prepend(bar, frame, list);
  const map = makeMap(frame, {
    zoomControl: false, attributionControl: false, minZoom: 2, zoomSnap: 0.5, maxZoom: said.tiles ? 18 : 14,
    zoomAnimation: !calm, fadeAnimation: false, markerZoomAnimation: !calm, inertia: !calm, worldCopyJump: true,
  });
  control.zoom({ zoomInTitle: say("zoomIn"), zoomOutTitle: say("zoomOut") }).addTo(map);
  if (said.credit) control.attribution({ prefix: false }).addAttribution(text(said.credit)).addTo(map);
  map.fitBounds(firstView(points));
  ground(map, contours, { tiles: said.tiles, credit: "" });
  const opened = opening(map, points, say);
  const marks = new Marks(map, points, { say, open: opened, changed: (shown) => listing(list, points, shown, say) });
  marks.draw();
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    map.closePopup();
    (marks.current?.layer.getElement() ?? frame).focus({ preventScroll: true });
  });
  section.dataset.shown = "";
  performance.mark("map-shown");
  setTimeout(() => bar.append(...jumping(map, regionsOf(contours), points, say)));
}

/** France where most of it is there, else where the points are. */
function firstView(points) {
  const all = points.bounds();
  if (EUROPE.contains(all)) return all.pad(0.05);
  const near = [];
  for (let n = 0; n < points.count; n += 1) {
    if (points.lat[n] > 34 && points.lat[n] < 60 && points.lon[n] > -12 && points.lon[n] < 20) near.push(n);
  }
  return near.length ? points.bounds(near).pad(0.05) : all.pad(0.1);
}

function opening(map, points, say) {
  return async (mark, byKey) => {
    const members = mark.members;
    if (members.length > 1 && !together(points, members) && map.getZoom() < map.getMaxZoom()) {
      map.fitBounds(points.bounds(members).pad(0.2), { animate: !calm });
      return;
    }
    await points.name(members.slice(0, LISTED));
    const content = element("div", "map-popup");
    for (const n of members.slice(0, LISTED)) content.append(entry(points, n, say));
    const told = popup({ closeButton: false, autoPan: true, autoPanPadding: [24, 24], offset: [0, -6] });
    told.setLatLng(mark.layer.getLatLng()).setContent(content).openOn(map);
    const close = element("button", "map-close", say("close"));
    close.type = "button";
    close.addEventListener("click", () => {
      map.closePopup(told);
      mark.layer.getElement()?.focus({ preventScroll: true });
    });
    content.append(close);
    if (byKey) content.querySelector("a")?.focus({ preventScroll: true });
  };
}

function entry(points, n, say) {
  const [title, url, town] = points.named(n) ?? ["…", "#", ""];
  const line = element("p");
  const link = element("a", points.borrowed.has(n) ? "borrowed" : "", title);
  link.href = url;
  line.append(link);
  const words = [town, points.borrowed.has(n) ? say("friend") : ""].filter(Boolean).join(" ");
  if (words) line.append(element("span", "soft", words));
  return line;
}

/** The same places as a list, where there are few enough to be read. */
function listing(list, points, shown, say) {
  const told = element("p", "small", say("here", shown.length));
  told.setAttribute("role", "status");
  list.replaceChildren(told);
  if (shown.length > LISTED) told.append(` ${say("closer")}`);
  else if (shown.length) {
    points.name(shown).then(() => {
      if (!told.isConnected) return;
      const items = element("ul", "map-index");
      for (const n of shown) {
        const item = element("li");
        item.append(...entry(points, n, say).childNodes);
        items.append(item);
      }
      list.append(items);
    });
  }
}

function jumping(map, regions, points, say) {
  const label = element("label", "", `${say("jump")} `);
  const select = element("select", "input");
  const places = [
    { name: say("all"), bounds: points.bounds().pad(0.05) },
    { name: say("france"), bounds: FRANCE },
    ...regions,
  ];
  select.append(new Option("…", ""), ...places.map((one, at) => new Option(one.name, at)));
  select.addEventListener("change", () => {
    const place = places[select.value];
    if (place) map.fitBounds(place.bounds, { animate: false });
  });
  label.append(select);
  return [label];
}

function element(name, css = "", words = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (words) made.textContent = words;
  return made;
}

function text(words) {
  const made = document.createElement("span");
  made.textContent = words;
  return made.innerHTML;
}
