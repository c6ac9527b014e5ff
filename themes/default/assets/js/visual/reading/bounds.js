// How much a page may ask of the parser: the same counts as the server's.
const LINES = 20_000;
const BARS = 40_000;
const BRACKETS_DEEP = 40;
const BRACKETS_COST = 500_000;
const TARGETS_OPEN = 1_000;
export const NESTING = 60;
export const URL_LENGTH = 2_000;

const count = (text, sign) => text.split(sign).length - 1;

export const tooMuch = (text) => count(text, "\n") > LINES || count(text, "|") > BARS;

export function hopelessBrackets(text) {
  const brackets = count(text, "[");
  if (brackets <= BRACKETS_DEEP && brackets * text.length <= BRACKETS_COST) return false;
  const targets = count(text, "](");
  if (targets > TARGETS_OPEN && count(text, ")") * 2 < targets) return true;
  let depth = 0;
  let deepest = 0;
  for (const sign of text.match(/[[\]]/g) ?? []) {
    depth = sign === "[" ? depth + 1 : Math.max(depth - 1, 0);
    deepest = Math.max(deepest, depth);
  }
  return deepest > BRACKETS_DEEP || (depth + deepest) * text.length > BRACKETS_COST;
}
