// What was typed, as a tree of queries in MiniSearch's form.
// A shorter beginning is that of too many words: it is looked for in titles alone.
const LONG_START = 3;

/**
 * The wants of a text: each a list of ways to serve it, each way the terms that must all be there.
 * The last may go on: `begun` is what it begins with.
 *
 * « repair-café tri » gives wants [[["repaircafe"], ["repair", "cafe"]], [["tri"]]], begun "tri".
 */
export function wantsOf(french, text) {
  const chunks = french.chunks(text);
  const wants = chunks.map((chunk) => french.ways(chunk));
  const begun = chunks.length && wants.at(-1).length ? french.begun(chunks.at(-1)) : "";
  const said = wants.filter((ways) => ways.length);
  if (said.length || !chunks.length) return { wants: said, begun };
  // Nothing but little words: the last may be the beginning of another.
  const last = french.begun(chunks.at(-1));
  return { wants: [[[last]]], begun: last };
}

/**
 * What to ask each index. Terms that are written nowhere are taken for what is near them (where
 * `corrects`: not before all is read).
 *
 * Gives {tree, corrections}: the query, and [typed, near words] of what was taken for something else.
 */
export function askedOf({ wants, begun }, lexicon, { all = true, corrects = true } = {}) {
  const corrections = [];
  const queries = wants.map((ways, at) => {
    const start = at === wants.length - 1 ? begun : "";
    const served = ways.map((terms) => ({ combineWith: "AND", queries: terms.map((term, n) => query(term, n === terms.length - 1 ? start : "")) }));
    return { combineWith: "OR", queries: served };
  });
  return { tree: { combineWith: all ? "AND" : "OR", queries }, corrections };

  function query(term, start) {
    const begins = start && lexicon.begins(start);
    if (begins && start === term) return beginning(term);
    if (begins) return either([exactly(term), beginning(start)]);
    if (lexicon.has(term)) return exactly(term);
    if (lexicon.begins(term)) return beginning(term);
    const near = corrects ? lexicon.near(term) : [];
    if (near.length) corrections.push([term, near]);
    return either((near.length ? near : [term]).map(exactly));
  }
}

const exactly = (term) => ({ queries: [term], prefix: false });
const beginning = (start) => ({ queries: [start], prefix: true, ...(start.length < LONG_START ? { fields: ["title"] } : {}) });
const either = (queries) => ({ combineWith: "OR", queries });

/** The queries of single terms that a tree is made of. */
export const leavesOf = (query) => (typeof query.queries[0] === "string" ? [query] : query.queries.flatMap(leavesOf));
