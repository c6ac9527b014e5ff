// Every page of the kit with what is shown of it, and its facets as numbers.
export const FACETS = ["kind", "region", "theme", "lang", "licence", "origin"];
const FIRST_FACET = 5;

export class Catalogue {
  constructor() {
    this.rows = [];
    // facet -> { values: [[value, label]], number: Map(value -> its place) }
    this.facets = FACETS.map((name) => ({ name, values: [], number: new Map() }));
  }

  /** The pages of a shard; gives the number of its first. */
  take({ rows, values }) {
    const first = this.rows.length;
    const numbers = this.facets.map((facet) => values[facet.name].map((pair) => numberOf(facet, pair)));
    for (const row of rows) {
      for (let at = 0; at < FACETS.length; at += 1) row[FIRST_FACET + at] = row[FIRST_FACET + at].map((n) => numbers[at][n]);
      this.rows.push(row);
    }
    return first;
  }

  page(number) {
    const row = this.rows[number];
    const [ref, url, title, summary, place] = row;
    const valued = (name) => this.facets[FACETS.indexOf(name)].values[row[FIRST_FACET + FACETS.indexOf(name)][0]] ?? ["", ""];
    return { number, ref, url, title, summary, place, kind: valued("kind"), licence: valued("licence"), origin: valued("origin"), lang: valued("lang") };
  }

  /** Whether a page has values of a facet, and not this one among them. */
  others(name, value) {
    const at = FACETS.indexOf(name);
    const number = this.facets[at].number.get(value);
    return (page) => {
      const numbers = this.rows[page][FIRST_FACET + at];
      return numbers.length > 0 && !numbers.includes(number);
    };
  }

  /** Those of these pages that the choices keep: choices of one facet add up, those of two facets
      cross. `chosen`: facet name -> Set of values. */
  kept(pages, chosen) {
    const wanted = this.#wanted(chosen);
    return wanted.some(Boolean) ? pages.filter((page) => missedBy(this.rows[page], wanted, 1).length === 0) : [...pages];
  }

  /** How many of these pages each value would give; a facet's own choices do not narrow its counts. */
  counts(pages, chosen) {
    const wanted = this.#wanted(chosen);
    const counts = this.facets.map((facet) => new Uint32Array(facet.values.length));
    const count = (row, at) => {
      const numbers = row[FIRST_FACET + at];
      for (let n = 0; n < numbers.length; n += 1) counts[at][numbers[n]] += 1;
    };
    for (const page of pages) {
      const row = this.rows[page];
      const missed = missedBy(row, wanted, 2);
      if (missed.length === 1) count(row, missed[0]);
      else if (!missed.length) for (let at = 0; at < FACETS.length; at += 1) count(row, at);
    }
    return counts;
  }

  /** By facet, the numbers of the values chosen; null where all do. */
  #wanted(chosen) {
    return this.facets.map((facet) => wantedOf(facet, chosen.get(facet.name)));
  }

  /** The facet's values that are worth a box, most first, those chosen before all. */
  options(name, counts, chosen = new Set()) {
    const at = FACETS.indexOf(name);
    return this.facets[at].values
      .map(([value, label], n) => ({ value, label, count: counts[at][n], checked: chosen.has(value) }))
      .filter((one) => one.count || one.checked)
      .sort((a, b) => b.checked - a.checked || b.count - a.count || (a.label < b.label ? -1 : 1));
  }
}

function numberOf(facet, pair) {
  const [value] = pair;
  if (!facet.number.has(value)) facet.number.set(value, facet.values.push(pair) - 1);
  return facet.number.get(value);
}

const NONE = [];

/** The first facets, as many as `limit`, whose choices the page does not meet. */
function missedBy(row, wanted, limit) {
  let missed = NONE;
  for (let at = 0; at < wanted.length && missed.length < limit; at += 1) {
    if (!wanted[at] || row[FIRST_FACET + at].some((n) => wanted[at].has(n))) continue;
    missed = [...missed, at];
  }
  return missed;
}

/** Numbers of the values asked for; null where all do. A value that no page has keeps none. */
function wantedOf(facet, values) {
  if (!values?.size) return null;
  return new Set([...values].map((value) => facet.number.get(value) ?? -1));
}
