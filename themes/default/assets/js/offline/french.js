// Words brought to the forms by which the index holds them: step for step what
// app/domain/finding/french.py does, with the word lists that the kit brings (`rules`).
// tests/theme/offline/words.json holds both to the same answers.
const TERM_LIMIT = 40;
const LETTER = "[\\p{L}\\p{N}]";
const CHUNK = new RegExp(`${LETTER}+(?:['-]${LETTER}+)*`, "gu");
const IS_LETTER = new RegExp(LETTER, "u");
const ALPHABETIC = /^\p{L}+$/u;
const ENDING = `(?=(?:s|x|es|eur|euse|eurs|euses)?(?!${LETTER}))`;
const ELISION = /^(?:[ldjmtsnc]|(?:lors|puis|jus|quoi|pres)?qu)'/;
const COMBINING = /[\u0300-\u036f]/g;
const PLAIN = {
  œ: "oe", æ: "ae", "’": "'", ʼ: "'", "‘": "'", "‐": "-", "‑": "-", ß: "ss", ς: "σ",
  "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": "",
};
const ODD = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");
// Words that were read, kept to be read again: texts share most of theirs.
const KEPT = 20_000;
// eslint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7f]*$/;

/** Without case, accents, ligatures and odd quotes or hyphens. */
export function fold(text) {
  const small = text.toLowerCase();
  if (ASCII.test(small)) return small;
  return small.replace(ODD, (sign) => PLAIN[sign]).normalize("NFKD").replace(COMBINING, "");
}

/** What reads words with the lists of a kit. */
export class French {
  constructor({ stop, irregular, pairs }) {
    this.stop = new Set(stop);
    this.irregular = new Map(Object.entries(irregular));
    this.parts = new Map(pairs.map(([first, second]) => [first + second, [first, second]]));
    this.pairs = pairs.map(([first, second]) => ({
      first, second, pattern: new RegExp(`${first}s?[ \\t\\n\\u00a0-]+${second}${ENDING}`, "gu"),
    }));
    this.firsts = new Set(pairs.flatMap(([first]) => [first, `${first}s`]));
    this.read = new Map();
  }

  plain(text) {
    return fold(text);
  }

  /** The folded text with known pairs as one word: `tiers lieux` gives `tierslieux`. */
  joined(folded) {
    let text = folded;
    for (const { first, second, pattern } of this.pairs) {
      if (!text.includes(second) || !text.includes(first)) continue;
      text = text.replace(pattern, (match, at, whole) => (at && IS_LETTER.test(before(whole, at)) ? match : first + second));
    }
    return text;
  }

  /** Every term of the text in order, those that joined words are made of included. */
  terms(text) {
    return this.chunks(text).flatMap((chunk) => this.ofChunk(chunk));
  }

  chunks(text) {
    return this.joined(fold(text)).match(CHUNK) ?? [];
  }

  /** The last word of a chunk as it was typed: it may be the beginning of another. */
  begun(chunk) {
    return split(chunk).at(-1);
  }

  /** The ways to ask for a chunk: written together, or its words; none for one that says too little. */
  ways(chunk) {
    const words = split(chunk).filter(Boolean);
    const whole = this.whole(words);
    const terms = words.filter((word) => whole || !this.stop.has(word)).map((word) => this.term(word));
    return terms.length ? [...(whole ? [[whole]] : []), terms] : [];
  }

  ofChunk(chunk) {
    const words = split(chunk).filter(Boolean);
    const whole = this.whole(words);
    const found = [];
    for (const word of words) {
      if (this.stop.has(word) && !whole) continue;
      const term = this.term(word);
      found.push(term, ...(this.parts.get(term) ?? []).map((part) => this.term(part)));
    }
    if (whole && found.length) found.splice(1, 0, whole);
    return found;
  }

  /** What a hyphenated word is when written together; `` for a single word. */
  whole(words) {
    const said = words.join("");
    return words.length >= 2 && words.length <= 3 && said.length > 4 ? this.term(said) : "";
  }

  /** A word of a text: {folded, term}. */
  word(said) {
    let known = this.read.get(said);
    if (!known) {
      const folded = fold(said);
      known = { folded, term: this.term(this.joined(folded)) };
      if (this.read.size >= KEPT) this.read.clear();
      this.read.set(said, known);
    }
    return known;
  }

  /** The term of two folded words where they are a known pair, else ``. */
  pair(first, second) {
    if (!this.firsts.has(first)) return "";
    const joined = this.joined(`${first} ${second}`);
    return joined.includes(" ") ? "" : this.term(joined);
  }

  /** The form under which an index holds a folded word. */
  term(said) {
    const word = said.length > TERM_LIMIT ? [...said].slice(0, TERM_LIMIT).join("") : said;
    if ([...word].length <= 3 || !ALPHABETIC.test(word)) return word;
    return this.irregular.get(word) ?? singular(word);
  }
}

function before(text, at) {
  const code = text.codePointAt(at - 2);
  return code > 0xffff ? String.fromCodePoint(code) : text[at - 1];
}

function split(chunk) {
  if (!chunk.includes("'")) return chunk.split("-");
  if (/^(?:aujourd'hui|presqu'il|entr')/.test(chunk)) return [chunk.replaceAll("'", "")];
  return chunk.replace(ELISION, "").replaceAll("'", "-").split("-");
}

function singular(word) {
  if (word.endsWith("ii") && word.length > 5) return `${word.slice(0, -2)}io`;
  if (/(?:eaux|eux|oux)$/.test(word)) return word.slice(0, -1);
  if (word.endsWith("aux") && word.length > 4) return `${word.slice(0, -3)}al`;
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
