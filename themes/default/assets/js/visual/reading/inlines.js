// `[[wiki links]]` and bare addresses, as app/engines/markdown/parser.py reads them.
export const BAR = "\ufdd0";
const LINK_BAR = /(\[\[[^[\]|\n]{1,300}?)\\?\|(?=[^[\]\n]{1,300}\]\])/gu;
const WIKI_LINK = /\[\[([^[\]|\ufdd0\n]{1,300})(?:[|\ufdd0]([^[\]\n]{1,300}))?\]\]/uy;
const ADDRESS = /https?:\/\/[^\s<>"«»“”[\]|`\ufdd0]{1,1000}/iuy;
const SCHEME_BEFORE = /(?<![\p{L}\p{N}])https?$/iu;

// The body with the bars of wiki links out of the way of tables; BAR stands for them.
export const shieldBars = (body) =>
  body.includes("[[") && body.includes("|") ? body.replace(LINK_BAR, `$1${BAR}`) : body;

export function putBarsBack(tokens) {
  for (const token of tokens) {
    token.content = token.content.replaceAll(BAR, "|");
    token.attrs = token.attrs?.map(([name, value]) => [name, String(value).replaceAll(BAR, "|")]) ?? null;
    if (token.meta?.args) token.meta.args = token.meta.args.replaceAll(BAR, "|");
    if (token.info) token.info = token.info.replaceAll(BAR, "|");
    putBarsBack(token.children ?? []);
  }
}

// A title that folds to nothing names nothing.
export const names = (target) => target.normalize("NFKD").replace(/\p{M}/gu, "").trim() !== "";

export function wikiLink(state, silent) {
  if (!state.src.startsWith("[[", state.pos) || state.linkLevel > 0) return false;
  WIKI_LINK.lastIndex = state.pos;
  const match = WIKI_LINK.exec(state.src);
  if (!match || WIKI_LINK.lastIndex > state.posMax || !names(match[1])) return false;
  if (!silent) state.push("wiki_link", "a", 0).meta = { target: match[1], label: match[2] ?? null };
  state.pos += match[0].length;
  return true;
}

export function address(state, silent) {
  if (state.src[state.pos] !== ":" || state.linkLevel > 0) return false;
  const before = SCHEME_BEFORE.exec(state.pending.slice(-9));
  if (!before) return false;
  const start = state.pos - before[0].length;
  ADDRESS.lastIndex = start;
  const match = ADDRESS.exec(state.src);
  const url = match ? trimmed(match[0].slice(0, state.posMax - start)) : "";
  if (url.length <= before[0].length + 3) return false;
  if (!silent) {
    state.pending = state.pending.slice(0, -before[0].length);
    const opening = state.push("link_open", "a", 1);
    opening.attrs = [["href", state.md.normalizeLink(url)]];
    opening.info = "bare";
    state.push("text", "", 0).content = url;
    state.push("link_close", "a", -1);
  }
  state.pos = start + url.length;
  return true;
}

function trimmed(found) {
  let url = found;
  let spare = url.split(")").length - url.split("(").length;
  while (url && (/[.,;:!?*_~'’…]$/.test(url) || (url.endsWith(")") && spare > 0))) {
    if (url.endsWith(")")) spare -= 1;
    url = url.slice(0, -1);
  }
  return url;
}
