// The round-trip guard: whether visual mode gives a page back.
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

// For tests: the text with every block written anew, and how many blocks stay as they are.
export function everyBlockTouched(text) {
  const language = plainLanguage();
  const page = readPage(text, language);
  const whole = (node) => node.type.name === "opaque";
  const parts = page.doc.children.map((node, at) =>
    whole(node) ? page.blocks[at]?.source ?? "" : language.textFor([node]),
  );
  return { text: parts.join("\n\n"), blocks: page.blocks.length, opaque: page.opaque };
}
