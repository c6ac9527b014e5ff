// The points and groups of the view, as buttons: one tab stop, arrow keys from one to the next.
import { divIcon, marker } from "leaflet/dist/leaflet-src.esm.js";
import { groups } from "./groups.js";

const BLOCKS = 2;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Marks {
  constructor(map, points, { say, open, changed }) {
    Object.assign(this, { map, points, say, open, changed });
    this.shown = new Map();
    this.current = null;
    map.on("moveend", () => this.draw());
  }

  draw() {
    const box = this.map.getPixelBounds();
    const pad = box.getSize().multiplyBy(0.15);
    const wide = { min: box.min.subtract(pad), max: box.max.add(pad) };
    const found = groups(this.points, this.map.getZoom(), wide);
    const keys = new Set(found.map((one) => one.key));
    const held = document.activeElement?.closest(".mark");
    for (const [key, mark] of this.shown) {
      if (keys.has(key)) continue;
      if (mark.layer.getElement() === held) this.lost = mark.layer.getLatLng();
      mark.layer.remove();
      this.shown.delete(key);
    }
    for (const one of found) if (!this.shown.has(one.key)) this.shown.set(one.key, this.#add(one));
    this.#roving();
    this.#names();
    this.changed(this.within(box));
  }

  /** The points that stand in a box of world pixels. */
  within(box) {
    const scale = 256 * 2 ** this.map.getZoom();
    const { x, y, count } = this.points;
    const found = [];
    for (let n = 0; n < count; n += 1) {
      const px = x[n] * scale;
      const py = y[n] * scale;
      if (px >= box.min.x && px <= box.max.x && py >= box.min.y && py <= box.max.y) found.push(n);
    }
    return found;
  }

  #add(one) {
    const many = one.members.length > 1;
    const [first] = one.members;
    const at = many ? this.map.unproject([one.x * 256, one.y * 256], 0) : [this.points.lat[first], this.points.lon[first]];
    const size = many ? Math.min(52, 26 + 6 * Math.log10(one.members.length) * 2) : 24;
    const borrowed = one.members.every((n) => this.points.borrowed.has(n)) ? " borrowed" : "";
    const icon = divIcon({
      className: `mark ${many ? "many" : "one"}${borrowed}`,
      html: many ? `<span>${one.members.length}</span>` : "<span></span>",
      iconSize: [size, size],
    });
    const layer = marker(at, { icon, keyboard: true, riseOnHover: true }).addTo(this.map);
    const mark = { ...one, layer };
    layer.on("click", () => this.open(mark, false));
    const button = layer.getElement();
    button.tabIndex = -1;
    button.addEventListener("focus", () => this.#focused(mark));
    button.addEventListener("mouseenter", () => this.#tell([mark]), { once: true });
    button.addEventListener("keydown", (event) => this.#pressed(event, mark));
    this.#label(mark);
    return mark;
  }

  #label(mark) {
    const [first] = mark.members;
    const named = this.points.named(first);
    const friend = this.points.borrowed.has(first) ? ` ${this.say("friend")}` : "";
    const words = mark.members.length > 1 ? this.say("group", mark.members.length) : named ? `${named[0]}${named[2] ? `, ${named[2]}` : ""}${friend}` : "…";
    const button = mark.layer.getElement();
    if (!button) return;
    button.setAttribute("aria-label", words);
    button.title = words;
  }

  async #tell(marks) {
    await this.points.name(marks.map((mark) => mark.members[0]));
    for (const mark of marks) this.#label(mark);
  }

  /** Names of the single points of the view, where they are not spread over too many blocks. */
  #names() {
    const singles = [...this.shown.values()].filter((mark) => mark.members.length === 1);
    const blocks = new Set(singles.map((mark) => this.points.blockOf(mark.members[0])));
    if (blocks.size <= BLOCKS) this.#tell(singles);
  }

  #focused(mark) {
    this.current?.layer.getElement()?.setAttribute("tabindex", "-1");
    this.current = mark;
    mark.layer.getElement().tabIndex = 0;
    if (mark.members.length === 1) this.#tell([mark]);
  }

  #roving() {
    const there = this.current && this.shown.has(this.current.key);
    if (!there) this.current = this.nearest(this.lost ?? this.map.getCenter());
    if (this.current) this.current.layer.getElement().tabIndex = 0;
    if (this.lost && this.current) this.current.layer.getElement().focus({ preventScroll: true });
    this.lost = null;
  }

  nearest(latlng) {
    const here = this.map.latLngToContainerPoint(latlng);
    let best = null;
    let least = Infinity;
    for (const mark of this.shown.values()) {
      const away = here.distanceTo(this.map.latLngToContainerPoint(mark.layer.getLatLng()));
      if (away < least) [best, least] = [mark, away];
    }
    return best;
  }

  #pressed(event, mark) {
    const way = WAYS[event.key];
    const opens = event.key === "Enter" || event.key === " ";
    if (!way && !opens) return;
    event.preventDefault();
    event.stopPropagation();
    if (opens) this.open(mark, true);
    else this.#step(way, mark);
  }

  #step(way, mark) {
    const here = this.map.latLngToContainerPoint(mark.layer.getLatLng());
    let best = null;
    let least = Infinity;
    for (const other of this.shown.values()) {
      const gap = this.map.latLngToContainerPoint(other.layer.getLatLng()).subtract(here);
      const along = gap.x * way[0] + gap.y * way[1];
      const across = Math.abs(gap.x * way[1]) + Math.abs(gap.y * way[0]);
      if (along < 4 || across > along * 2) continue;
      const cost = along + across * 2;
      if (cost < least) [best, least] = [other, cost];
    }
    if (!best) return;
    const inside = this.map.getBounds().contains(best.layer.getLatLng());
    best.layer.getElement().focus({ preventScroll: true });
    if (!inside) this.map.panTo(best.layer.getLatLng());
  }
}
