// A question put to all that came so far, and the answer as the screen shows it.
import { askedOf, wantsOf } from "./question.js";

const LISTED = 2000;
// A page in another language than that of the kit's screens, unless languages are chosen among.
const FOREIGN = 0.5;

export class Finder {
  constructor(shards, french, ownLang) {
    this.shards = shards;
    this.french = french;
    this.ownLang = ownLang;
  }

  /**
   * {hits, termsOf(page), counts(), total, corrections, some}: pages by number, the terms for which one
   * was found, how many each choice would give; null where `stale()` says that nobody waits any more.
   * `some`: no page has all the words, these have a part of them.
   */
  async answer({ text, chosen }, stale) {
    const { catalogue } = this.shards;
    const asks = wantsOf(this.french, text);
    if (!asks.wants.length) {
      const every = catalogue.rows.map((_, page) => page);
      const kept = catalogue.kept(every, chosen);
      return { hits: this.#alphabet(kept), termsOf: () => [], counts: () => catalogue.counts(every, chosen), total: kept.length, corrections: [], some: false };
    }
    let asked = this.#asked(asks, true);
    let found = await this.shards.find(asked.tree, stale);
    if (!found) return null;
    const some = !found.pages.length && asks.wants.length > 1;
    if (some) {
      asked = this.#asked(asks, false);
      found = await this.shards.find(asked.tree, stale);
      if (!found) return null;
    }
    const kept = catalogue.kept(found.pages, chosen);
    if (!chosen.has("lang")) this.#ownFirst(kept, found.scores);
    const hits = kept.sort((a, b) => found.scores[b] - found.scores[a] || a - b);
    const { tree, corrections } = asked;
    const counts = () => catalogue.counts(found.pages, chosen);
    return { hits, termsOf: (page) => this.shards.termsOf(page, tree), counts, total: hits.length, corrections, some: some && hits.length > 0 };
  }

  #ownFirst(pages, scores) {
    const foreign = this.shards.catalogue.others("lang", this.ownLang);
    for (const page of pages) if (foreign(page)) scores[page] *= FOREIGN;
  }

  #asked(asks, all) {
    return askedOf(asks, this.shards.lexicon, { all, corrects: this.shards.learned });
  }

  /** Titles in order, as many as anyone turns over: shards are each in order already. */
  #alphabet(pages) {
    const { rows } = this.shards.catalogue;
    const titles = new Map();
    const title = (page) => titles.get(page) ?? titles.set(page, this.french.plain(rows[page][2])).get(page);
    const heads = this.shards.indexes.map(({ first }, at, all) => {
      const end = all[at + 1]?.first ?? rows.length;
      return { pages: between(pages, first, end), at: 0 };
    });
    const found = [];
    const queue = heads.filter((one) => one.pages.length);
    while (queue.length && found.length < LISTED) {
      let least = 0;
      for (let at = 1; at < queue.length; at += 1) if (title(queue[at].pages[queue[at].at]) < title(queue[least].pages[queue[least].at])) least = at;
      const head = queue[least];
      found.push(head.pages[head.at]);
      head.at += 1;
      if (head.at === head.pages.length) queue.splice(least, 1);
    }
    return found;
  }
}

/** Of numbers in order, those from `first` on and before `end`. */
const between = (pages, first, end) => pages.slice(placeOf(pages, first), placeOf(pages, end));

function placeOf(pages, number) {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pages[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
