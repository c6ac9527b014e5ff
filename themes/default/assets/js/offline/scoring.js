// Which pages a question finds and how well, counted as MiniSearch does: a test holds both to the same
// pages and scores. The library makes several objects for each page of each word, and an index of its
// own for each question; here are rows of numbers, one for each page of the kit.
import { BOOST, oftenOf, rarityOf } from "./weights.js";

// Of the words asked for, a bit for each that a page has; all that come after share the last.
const BITS = 31;

/**
 * What the shards find for a tree of queries in MiniSearch's form: {pages, scores}, the numbers of
 * the pages in order, and by number the score of each. Null where `stale()` says that nobody waits.
 *
 * `indexes`: [{shard, first}], the number of its first page with each; `size`: pages in all.
 */
export async function scored(tree, { indexes, size, step, stale }) {
  const bits = new Map();

  async function found(query) {
    const { queries, combineWith } = query;
    if (typeof queries[0] === "string") return one(query);
    let scores = null;
    for (const each of queries) {
      const more = await found(each);
      if (!more) return null;
      if (!scores) scores = more;
      else if (combineWith === "AND") scores.keepBoth(more);
      else scores.add(more);
    }
    return scores;
  }

  async function one(query) {
    const [term] = query.queries;
    if (!bits.has(term)) bits.set(term, 1 << Math.min(bits.size, BITS - 1));
    const scores = new Scores(size);
    for (const { shard, first } of indexes) {
      shard?.postings(query, (postings, { field, worth, norms }) => {
        const weight = worth * BOOST[field] * rarityOf(postings.count, shard.total);
        scores.weigh(postings, { first, norms, weight, bit: bits.get(term) });
      });
      await step();
      if (stale()) return null;
    }
    return scores;
  }

  return (await found(tree))?.told() ?? null;
}

/** Of each page, its score, and the bits of the words that it has: none where it is not found. */
class Scores {
  constructor(size) {
    this.score = new Float64Array(size);
    this.words = new Int32Array(size);
  }

  weigh({ docs, times, count }, { first, norms, weight, bit }) {
    const { score, words } = this;
    for (let at = 0; at < count; at += 1) {
      const doc = docs[at];
      score[first + doc] += weight * oftenOf(times[at], norms[doc]);
      words[first + doc] |= bit;
    }
  }

  add({ score, words }) {
    for (let page = 0; page < words.length; page += 1) {
      this.score[page] += score[page];
      this.words[page] |= words[page];
    }
  }

  keepBoth({ score, words }) {
    for (let page = 0; page < words.length; page += 1) {
      const both = this.words[page] && words[page];
      this.score[page] = both ? this.score[page] + score[page] : 0;
      this.words[page] = both ? this.words[page] | words[page] : 0;
    }
  }

  /** A page that has more of the words counts for so many times more. */
  told() {
    const pages = [];
    for (let page = 0; page < this.words.length; page += 1) {
      if (!this.words[page]) continue;
      pages.push(page);
      this.score[page] *= ones(this.words[page]);
    }
    return { pages, scores: this.score };
  }
}

function ones(bits) {
  let count = 0;
  for (let left = bits; left; left &= left - 1) count += 1;
  return count;
}
