// One index of the kit as it came: its head, and a line for each term with its postings.
import MiniSearch from "minisearch";

const BOOST = { title: 8, labels: 3, summary: 3, headings: 2, text: 1 };
// What only begins with the word counts for less than the word itself, however rare it is.
const WEIGHTS = { prefix: 0.2, fuzzy: 0.45 };
const alone = (term) => [term];
const same = (term) => term;

export class Shard {
  /** `head` is MiniSearch's serialized form without terms, `lines` the terms in order. */
  constructor(head, lines) {
    this.head = head;
    this.lines = lines ? lines.split("\n") : [];
    this.fields = Object.keys(head.fieldIds);
  }

  term(at) {
    const line = this.lines[at];
    return line.slice(0, line.indexOf(" "));
  }

  has(term) {
    return this.lines[this.#place(`${term} `)]?.startsWith(`${term} `) ?? false;
  }

  begins(start) {
    return this.lines[this.#place(start)]?.startsWith(start) ?? false;
  }

  /**
   * What MiniSearch finds for the query in the whole index: {id, score, terms} of each page.
   *
   * It is given the lines that the query can want, `terms` and all that begin with one of `starts`.
   */
  search({ tree, terms, starts }) {
    const wanted = new Set();
    for (const term of terms) if (this.has(term)) wanted.add(this.#place(`${term} `));
    for (const start of starts) for (let at = this.#place(start); this.lines[at]?.startsWith(start); at += 1) wanted.add(at);
    if (!wanted.size) return [];
    const index = [...wanted].map((at) => this.#read(at));
    const mini = MiniSearch.loadJS({ ...this.head, index }, { fields: this.fields, idField: "id" });
    return mini.search(tree, { fields: this.fields, boost: BOOST, weights: WEIGHTS, tokenize: alone, processTerm: same });
  }

  #read(at) {
    const line = this.lines[at];
    const cut = line.indexOf(" ");
    return [line.slice(0, cut), JSON.parse(line.slice(cut))];
  }

  /** Where the first line stands that is not before the text. */
  #place(text) {
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle] < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
