// The kit's indexes: a small one of each shard first, for answers at once, then its full text.
import { brought } from "./carried.js";
import { Catalogue } from "./catalogue.js";
import { shardNames } from "./hash.js";
import { Lexicon } from "./lexicon.js";
import { pause, slicing } from "./pausing.js";
import { Shard } from "./shard.js";

export class Shards {
  constructor(folder, bits) {
    this.folder = folder;
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
    const step = slicing();
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

  /** Pages that answer, as {page, score, terms}; null where `stale()` says that nobody waits. */
  async find(asked, stale) {
    const found = [];
    const step = slicing();
    for (const { shard, first } of this.indexes) {
      for (const { id, score, terms } of shard?.search(asked) ?? []) found.push({ page: first + id, score, terms });
      await step();
      if (stale()) return null;
    }
    return found;
  }
}
