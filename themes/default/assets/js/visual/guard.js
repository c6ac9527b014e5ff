// The round-trip guard: whether visual mode gives a page back.
import { Fragment } from "@milkdown/kit/prose/model";
import { plainLanguage } from "./language.js";
import { pageWriter, readPage } from "./page.js";
import { TooMuch } from "./reading/grammar.js";

// null, or why the page is better written in source mode.
export function lossOf(text, words) {
  const language = plainLanguage();
  try {
    const page = readPage(text, language);
    const after = pageWriter(page, language)(page.doc);
    return after === text || !text.trim() ? null : { sentence: words.unsafe, before: text, after };
  } catch (error) {
    const sentence = error instanceof TooMuch ? words.tooLong : words.unsafe;
    return { sentence, before: text, after: text };
  }
}

// For tests: the text with each `step`th block written anew and those of `without` taken out.
export function rewritten(text, { step = 1, without = [] } = {}) {
  const language = plainLanguage();
  const page = readPage(text, language);
  const kept = page.doc.children.filter((_node, at) => !without.includes(at));
  const doc = page.doc.copy(Fragment.from(kept));
  const write = pageWriter(page, language, (at) => at % step === 0);
  return { text: write(doc), same: pageWriter(page, language)(page.doc) === text, blocks: page.blocks.length, opaque: page.opaque };
}
