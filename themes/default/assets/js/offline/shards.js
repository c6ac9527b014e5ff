// The kit's indexes: a small one of each shard first, for answers at once, then its full text.
import { brought } from "./carried.js";
import { Catalogue } from "./catalogue.js";
import { shardNames } from "./hash.js";
import { Lexicon } from "./lexicon.js";
import { pause, slicing } from "./pausing.js";
import { leavesOf } from "./question.js";
import { scored } from "./scoring.js";
import { Shard } from "./shard.js";

export class Shards {
  /** `reader` says when there is time for what nobody waits for. */
  constructor(folder, bits, reader) {
    this.folder = folder;
    this.reader = reader;
    this.names = shardNames(bits);
    this.catalogue = new Catalogue();
    // By shard: the best index that came so far (or null), and the number of its first page.
    this.indexes = [];
    this.lexicon = new Lexicon(() => this.indexes.flatMap(({ shard }) => shard ?? []));
    this.texts = 0;
    this.learned = false;
    this.missing = [];
  }

  get headsReady() {
    return this.indexes.length >= this.names.length;
  }

  get ready() {
    return this.headsReady && this.texts >= this.names.length;
  }

  /** Part of the full text that can be searched, from 0 to 1. */
  get share() {
    return this.texts / this.names.length;
  }

  /** Loads all; `progress` is told after each script. A file that is missing or damaged is told in
      `missing`, and the others go on. */
  async load(progress) {
    const heads = this.#ahead("tete");
    for (const [at, name] of this.names.entries()) {
      this.indexes[at] = { shard: null, first: this.catalogue.rows.length };
      await this.#step(`tete-${name}`, heads, (said, lines) => {
        this.indexes[at] = { shard: new Shard(said.index, lines), first: this.catalogue.take(said) };
      });
      progress();
    }
    const texts = this.#ahead("texte");
    for (const [at, name] of this.names.entries()) {
      await this.#step(`texte-${name}`, texts, (said, lines) => {
        if (this.indexes[at].shard) this.indexes[at].shard = new Shard(said, lines);
      });
      this.texts += 1;
      progress();
    }
    const slice = slicing();
    const step = async () => {
      await slice();
      await this.reader.calm();
    };
    for (const { shard } of this.indexes) if (shard) await this.lexicon.learn(shard, step);
    this.learned = true;
    progress();
  }

  /** Scripts in turn; the next is asked for while one is read. */
  #ahead(kind) {
    const asked = [];
    const ask = (at) => {
      if (at >= this.names.length || asked[at]) return;
      asked[at] = brought(`${kind}-${this.names[at]}`, this.folder);
      asked[at].catch(() => {});
    };
    let at = 0;
    return () => {
      ask(at);
      ask(at + 1);
      const now = asked[at];
      asked[at] = true;
      at += 1;
      return now;
    };
  }

  async #step(name, next, take) {
    await this.reader.calm();
    try {
      const [json, lines] = await next();
      await pause();
      const said = JSON.parse(json);
      await pause();
      take(said, lines);
    } catch {
      this.missing.push(name);
    }
    await pause();
  }

  /** What all that came so far finds, as `scored` gives it. */
  find(tree, stale) {
    return scored(tree, { indexes: [...this.indexes], size: this.catalogue.rows.length, step: slicing(), stale });
  }

  /** The terms of a page that a question found. */
  termsOf(page, tree) {
    const { shard, first } = this.indexes.findLast((index) => index.first <= page);
    const found = new Set();
    for (const query of leavesOf(tree)) {
      shard?.postings(query, ({ docs, count }, { at }) => {
        if (docs.subarray(0, count).includes(page - first)) found.add(shard.term(at));
      });
    }
    return [...found];
  }
}
