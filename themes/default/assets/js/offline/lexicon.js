// What is written somewhere in the kit, and the words that are near one which is not.
import SearchableMap from "minisearch/SearchableMap";

const NEAR = 5;

export class Lexicon {
  /** `shards` may come later: those that are there now are asked. */
  constructor(shards) {
    this.shards = shards;
    // How many shards have a term says how common it is.
    this.times = new Map();
    this.tree = new SearchableMap();
  }

  has(term) {
    return this.shards().some((shard) => shard.has(term));
  }

  /** Whether a word begins so. */
  begins(start) {
    return this.shards().some((shard) => shard.begins(start));
  }

  /** Keeps the terms of a shard for `near`; `step` is awaited on the way. */
  async learn(shard, step) {
    for (let at = 0; at < shard.lines.length; at += 1) {
      const term = shard.term(at);
      const before = this.times.get(term);
      this.times.set(term, (before ?? 0) + 1);
      if (before === undefined) this.tree.set(term, true);
      if (at % 256 === 255) await step();
    }
  }

  /** Words that a slip of the hand could have meant, the nearest, most common first. */
  near(term) {
    // Two letters that changed places are two slips.
    const far = term.length < 4 ? 0 : term.length < 6 ? 1 : 2;
    if (!far) return [];
    const found = [...this.tree.fuzzyGet(term, far)].map(([word, [, distance]]) => ({ word, distance, same: word[0] === term[0], times: this.times.get(word) }));
    found.sort((a, b) => a.distance - b.distance || b.same - a.same || b.times - a.times || (a.word < b.word ? -1 : 1));
    return found.filter((one) => one.distance === found[0].distance).slice(0, NEAR).map((one) => one.word);
  }
}
