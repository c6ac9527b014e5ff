// Where pages are, and what they are called: names come in blocks, when the map shows them.
import { latLngBounds } from "leaflet/dist/leaflet-src.esm.js";

export class Points {
  /** `said`: {n, size of a block, b: borrowed ones, p: steps of latitude and longitude in 1e-4
      degrees}. `ask(block)` gives [title, address, town] of each page of a block. */
  constructor(said, ask) {
    this.ask = ask;
    this.size = said.size;
    this.count = said.n;
    this.borrowed = new Set(said.b);
    this.lat = new Float64Array(said.n);
    this.lon = new Float64Array(said.n);
    // Web Mercator, from 0 to 1.
    this.x = new Float64Array(said.n);
    this.y = new Float64Array(said.n);
    this.blocks = new Map();
    this.names = new Map();
    this.#read(said.p);
  }

  #read(steps) {
    let lat = 0;
    let lon = 0;
    for (let n = 0; n < this.count; n += 1) {
      lat += steps[2 * n];
      lon += steps[2 * n + 1];
      this.lat[n] = lat / 1e4;
      this.lon[n] = lon / 1e4;
      const sine = Math.sin((Math.max(-85, Math.min(85, this.lat[n])) * Math.PI) / 180);
      this.x[n] = (this.lon[n] + 180) / 360;
      this.y[n] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    }
  }

  /** The box that holds these pages; all of them when none is said. */
  bounds(numbers = null) {
    let [south, west, north, east] = [90, 180, -90, -180];
    const { lat, lon } = this;
    const count = numbers ? numbers.length : this.count;
    for (let at = 0; at < count; at += 1) {
      const n = numbers ? numbers[at] : at;
      if (lat[n] < south) south = lat[n];
      if (lat[n] > north) north = lat[n];
      if (lon[n] < west) west = lon[n];
      if (lon[n] > east) east = lon[n];
    }
    return latLngBounds([south, west], [north, east]);
  }

  blockOf(n) {
    return Math.floor(n / this.size);
  }

  /** [title, address, town] of a page whose block is there; undefined before. */
  named(n) {
    return this.names.get(n);
  }

  /** Fetches the names of these pages, each block once. */
  async name(numbers) {
    const blocks = new Set(numbers.map((n) => this.blockOf(n)));
    await Promise.all([...blocks].map((block) => this.#block(block)));
  }

  #block(block) {
    if (!this.blocks.has(block)) {
      const fetched = this.#fetch(block).catch(() => this.blocks.delete(block));
      this.blocks.set(block, fetched);
    }
    return this.blocks.get(block);
  }

  async #fetch(block) {
    const named = await this.ask(block);
    named.forEach((one, at) => this.names.set(block * this.size + at, one));
  }
}
