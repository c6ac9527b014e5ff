// One index of the kit as it came: its head, and a line for each term with its postings.
import { normOf, worthOf } from "./weights.js";

const [ZERO, NINE, QUOTE, COMMA] = Array.from('09",', (sign) => sign.charCodeAt(0));

export class Shard {
  /** `head` is MiniSearch's serialized form without terms, `lines` the terms in order. */
  constructor(head, lines) {
    this.lines = lines ? lines.split("\n") : [];
    this.total = head.documentCount;
    this.fields = Object.keys(head.fieldIds);
    const lengths = Object.values(head.fieldLength);
    // By field, then by document.
    this.norms = this.fields.map((_, at) => Float64Array.from(lengths, (of) => normOf(of[at], head.averageFieldLength[at])));
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
   * The postings that a query of one term wants: `take(postings, {at, field, worth})` for each field
   * of each line. `postings` is {docs, times, count}, filled anew the next time.
   */
  postings({ queries: [term], prefix, fields = this.fields }, take) {
    const wanted = this.fields.map((field) => fields.includes(field));
    for (const at of prefix ? this.#going(term) : this.#exactly(term)) {
      const line = this.lines[at];
      const length = line.indexOf(" ");
      const worth = worthOf(length, length - term.length);
      read(line, length, wanted, (field) => take(come, { at, worth, field: this.fields[field], norms: this.norms[field] }));
    }
  }

  #exactly(term) {
    return this.has(term) ? [this.#place(`${term} `)] : [];
  }

  #going(start) {
    const found = [];
    for (let at = this.#place(start); this.lines[at]?.startsWith(start); at += 1) found.push(at);
    return found;
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

// Where postings are read to, the same for all: a question reads tens of thousands.
const come = { docs: new Uint32Array(512), times: new Uint32Array(512), count: 0 };

/** Reads `term {"field":{"document":times,...},...}`, each wanted field in turn into `come`. */
function read(line, length, wanted, take) {
  const last = wanted.lastIndexOf(true);
  let here = length + 2;
  while (line.charCodeAt(here) === QUOTE) {
    const field = line.charCodeAt(here + 1) - ZERO;
    if (field > last) return;
    here += 5;
    if (wanted[field]) {
      here = documents(line, here);
      take(field);
    } else here = line.indexOf("}", here);
    here += 2;
  }
}

/** Reads `"document":times,...` from there on; gives where it ends. */
function documents(line, from) {
  let here = from;
  let code;
  come.count = 0;
  while (line.charCodeAt(here) === QUOTE) {
    let doc = 0;
    let times = 0;
    here += 1;
    for (; isDigit((code = line.charCodeAt(here))); here += 1) doc = doc * 10 + code - ZERO;
    here += 2;
    for (; isDigit((code = line.charCodeAt(here))); here += 1) times = times * 10 + code - ZERO;
    if (come.count === come.docs.length) grow();
    come.docs[come.count] = doc;
    come.times[come.count] = times;
    come.count += 1;
    if (code === COMMA) here += 1;
  }
  return here;
}

const isDigit = (code) => code >= ZERO && code <= NINE;

function grow() {
  for (const name of ["docs", "times"]) {
    const more = new Uint32Array(2 * come[name].length);
    more.set(come[name]);
    come[name] = more;
  }
}
