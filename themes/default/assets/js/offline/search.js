// The search page of a kit: answers while one types, from titles first and then from whole texts.
import { Boxes } from "./boxes.js";
import { carried } from "./carried.js";
import { Finder } from "./finding.js";
import { French } from "./french.js";
import { pause, Reader } from "./pausing.js";
import { Results } from "./results.js";
import { Shards } from "./shards.js";
import { hashOf, stateOf, toggled } from "./state.js";
import { made, percent, speaking } from "./words.js";

// Between two keys of one movement; what is asked then gives way to what is typed next.
const WAIT_MS = 20;
// While texts come in, the answer is looked at again so often at most, and never for more than a
// part of the time: a slow machine would do nothing else.
const AGAIN_MS = 400;
const PART = 8;
// How far the reading is, told so often.
const TOLD_MS = 500;

class Screen {
  constructor(section) {
    this.section = section;
    this.root = section.dataset.root;
    this.data = `${this.root}donnees/`;
    this.say = speaking(section);
    this.form = section.querySelector("form");
    this.box = this.form.elements.namedItem("q");
    this.place = Object.fromEntries([...section.querySelectorAll("[data-place]")].map((one) => [one.dataset.place, one]));
    this.reader = new Reader();
    this.turn = 0;
    this.answered = null;
    this.state = stateOf(location);
    // The last that this page made of its address.
    this.address = location.hash;
  }

  async start() {
    this.box.value = this.state.text;
    this.#listen();
    const keys = await carried("cles", this.data);
    this.french = new French(keys.rules);
    this.shards = new Shards(this.data, keys.bits, this.reader);
    this.finder = new Finder(this.shards, this.french, document.documentElement.lang);
    const pieces = new Map([...this.section.querySelectorAll("template[data-piece]")].map((one) => [one.dataset.piece, one]));
    this.results = new Results(this.place.results, { root: this.root, data: this.data, bits: keys.bits, reader: this.reader, french: this.french, pieces, ownLang: document.documentElement.lang });
    const names = Object.fromEntries([...pieces].filter(([name]) => name.startsWith("facet:")).map(([name, one]) => [name.slice(6), one.content.textContent]));
    this.boxes = new Boxes(this.place.boxes, this.place.chosen, { say: this.say, names, change: (...choice) => this.#choose(...choice) });
    this.place.wait.hidden = true;
    this.place.found.hidden = false;
    await this.#load();
  }

  async #load() {
    let next = 0;
    let tell = 0;
    await this.shards.load(async () => {
      if (performance.now() >= tell) {
        tell = performance.now() + TOLD_MS;
        this.#tellProgress();
      }
      const began = performance.now();
      if (began < next || (!this.shards.headsReady && !this.state.text)) return;
      next = Infinity;
      await this.#ask();
      const now = performance.now();
      next = now + Math.max(AGAIN_MS, PART * (now - began));
    });
    this.#tellProgress();
    await this.#ask();
    this.section.dataset.ready = "";
    performance.mark("search-ready");
  }

  #tellProgress() {
    const { shards, place, say } = this;
    place.progress.textContent = shards.ready ? "" : shards.headsReady ? say("reading", { percent: percent(shards.share) }) : say("opening");
    place.progress.hidden = shards.ready;
    place.damaged.hidden = !shards.missing.length;
  }

  #listen() {
    let timer = 0;
    this.box.addEventListener("input", () => {
      this.reader.stirred();
      clearTimeout(timer);
      timer = setTimeout(() => this.#go({ ...this.state, text: this.box.value }, { step: false }), WAIT_MS);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      this.#go({ ...this.state, text: this.box.value }, { step: true });
    });
    addEventListener("hashchange", () => {
      // Our own change is told late: what is typed by then stays.
      if (location.hash === this.address) return;
      this.address = location.hash;
      const state = stateOf(location);
      if (hashOf(state) === hashOf(this.state)) return;
      this.state = state;
      this.box.value = state.text;
      this.#ask();
    });
    // Whoever follows a link comes back to what was answered.
    this.section.addEventListener("click", () => this.answered && this.#tellAddress(), true);
    this.place.more.addEventListener("click", () => {
      this.place.more.hidden = !this.results.draw(this.shards.catalogue, this.answered, { more: true });
    });
    this.place.clear.addEventListener("click", () => this.#go({ text: this.state.text, chosen: new Map() }, { step: true }));
  }

  #choose(name, value, on) {
    this.#go(toggled({ ...this.state, text: this.box.value }, name, value, on), { step: true });
  }

  /** `step`: the back button comes back to what was before. */
  #go(state, { step }) {
    this.state = state;
    this.box.value = state.text;
    if (step) location.hash = this.address = hashOf(state);
    this.#ask();
  }

  /** The address says what was answered: changing it costs time that the answer need not wait for. */
  #tellAddress() {
    const hash = hashOf(this.state);
    if (this.address === hash) return;
    this.address = hash;
    location.replace(hash);
  }

  #ask() {
    return this.reader.first(this.#answer());
  }

  async #answer() {
    this.turn += 1;
    const mine = this.turn;
    if (!this.finder || !this.shards.indexes.length) return;
    performance.mark("search-asked");
    const answer = await this.finder.answer(this.state, () => mine !== this.turn);
    if (!answer) return;
    this.answered = answer;
    this.#draw(answer);
    performance.measure("search", "search-asked");
    this.section.dataset.answered = hashOf(this.state);
    this.#follow(answer);
  }

  /** What may come after an answer, until there is another. */
  async #follow(answer) {
    await this.reader.calm();
    await pause();
    if (answer !== this.answered) return;
    this.boxes.draw(this.shards.catalogue, answer.counts(), this.state.chosen);
    this.#tellAddress();
  }

  #draw(answer) {
    const { total, corrections, some } = answer;
    const { place, say, state } = this;
    const asked = state.text.trim();
    const told = asked ? (total ? say.count("found", total, { query: asked }) : say("nothing", { query: asked })) : say.count("pages", total);
    if (place.title.textContent !== told) place.title.textContent = told;
    place.told.textContent = told;
    place.more.hidden = !this.results.draw(this.shards.catalogue, answer);
    place.some.hidden = !some;
    this.#near(corrections, total);
    place.empty.hidden = total > 0;
    place.later.hidden = this.shards.ready;
    place.clear.hidden = !state.chosen.size;
  }

  /** Words that are near one which is written nowhere: taken in its place, or offered. */
  #near(corrections, total) {
    const { place, say } = this;
    place.near.hidden = !corrections.length;
    place.near.replaceChildren();
    for (const [typed, words] of corrections) {
      const links = words.flatMap((word, at) => {
        const link = made("a", "", word);
        link.href = hashOf({ text: word, chosen: this.state.chosen });
        return at ? [", ", link] : [link];
      });
      place.near.append(made("span", "", say(total ? "corrected" : "near", { typed }), " ", ...links, ". "));
    }
  }
}

const section = document.querySelector("[data-offline-search]");
if (section) {
  new Screen(section).start().catch(() => {
    section.querySelector("[data-place=wait]").hidden = true;
    section.querySelector("[data-place=failed]").hidden = false;
  });
}
