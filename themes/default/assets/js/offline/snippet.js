// The sentence or two of a text that answer best, with the words that do marked.
const LENGTH = 240;
const LEAD = 60;
const READ = 60_000;
const MATCHES = 300;
const WORD = /[\p{L}\p{N}]+/gu;
// A line of a card or a list ends without a stop.
const LINE = /([^.!?…:;,\s])\s*\n\s*(?=\S)/g;
const SENTENCE = /[.!?…]+[»”"')\]]*\s+|\n\s*/g;

/** Parts of about 240 characters as [{text, marked}]; `terms` are those that the index matched. */
export function snippetOf(text, terms, french) {
  const read = text.slice(0, READ);
  const found = matches(read, new Set(terms), french);
  const begin = found.length ? beginOf(read, bestStart(found)) : 0;
  const end = endOf(text, begin);
  return parts(text, begin, end, found);
}

/** [start, end, term] of the words that match, in order. */
function matches(text, terms, french) {
  const found = [];
  let before = null;
  for (const match of text.matchAll(WORD)) {
    const { folded, term } = french.word(match[0]);
    const word = { start: match.index, end: match.index + match[0].length, folded };
    const joined = before && word.start - before.end <= 2 ? french.pair(before.folded, folded) : "";
    if (joined && terms.has(joined)) {
      if (found.at(-1)?.[0] === before.start) found.pop();
      found.push([before.start, word.end, joined]);
    } else if (terms.has(term)) found.push([word.start, word.end, term]);
    before = word;
    if (found.length >= MATCHES) break;
  }
  return found;
}

/** Where the most different terms stand near one another. */
function bestStart(found) {
  let best = found[0][0];
  let most = 0;
  for (let at = 0; at < found.length; at += 1) {
    const near = new Set();
    for (let to = at; to < found.length && found[to][1] - found[at][0] <= LENGTH - LEAD; to += 1) near.add(found[to][2]);
    if (near.size > most) [best, most] = [found[at][0], near.size];
  }
  return best;
}

/** The start of the sentence before the match where it is near, else of a word. */
function beginOf(text, match) {
  if (match <= LEAD) return 0;
  const low = Math.max(0, match - 2 * LEAD);
  const ends = [...text.slice(low, match).matchAll(SENTENCE)].map((one) => low + one.index + one[0].length);
  if (ends.length) return ends.at(-1);
  const space = text.indexOf(" ", match - LEAD);
  return space >= 0 && space < match ? space + 1 : match;
}

function endOf(text, begin) {
  const limit = begin + LENGTH;
  if (text.length <= limit + 20) return text.length;
  const low = begin + LENGTH / 2;
  const last = [...text.slice(low, limit).matchAll(SENTENCE)].at(-1);
  if (last) return low + last.index + last[0].length;
  const space = text.lastIndexOf(" ", limit);
  return space > begin ? space : limit;
}

function parts(text, begin, end, found) {
  const said = [];
  const add = (from, to, marked) => {
    const part = text.slice(from, to).replace(LINE, "$1 · ").replace(/\s+/g, " ");
    if (part) said.push({ text: part, marked });
  };
  const starts = begin === 0 || /[.!?…»”"')\]]\s*$|\n\s*$/.test(text.slice(Math.max(0, begin - 3), begin));
  if (!starts) said.push({ text: "… ", marked: false });
  let at = begin;
  for (const [start, stop] of found) {
    if (start < at || stop > end) continue;
    add(at, start, false);
    add(start, stop, true);
    at = stop;
  }
  add(at, end, false);
  if (end < text.trimEnd().length) said.push({ text: " …", marked: false });
  return said;
}
