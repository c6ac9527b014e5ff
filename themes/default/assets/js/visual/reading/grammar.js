// The wiki's Markdown in the browser: the same library family and the same rules as the server's
// app/engines/markdown, so that what visual mode understands is what readers will see.
import MarkdownIt from "markdown-it";
import { hopelessBrackets, NESTING, tooMuch, URL_LENGTH } from "./bounds.js";
import { directive, isCode } from "./directives.js";
import { address, BAR, putBarsBack, shieldBars, wikiLink } from "./inlines.js";
import { noteCall, noteDefinition } from "./notes.js";

const SCHEME = /^[^/?#]*?:/;
const TASK = /^\[([ xX])\][ \t]/;

export class TooMuch extends Error {}

const md = build();

// Block tokens with their inline children, and what the text defines (notes, references).
export function tokensOf(text) {
  if (tooMuch(text)) throw new TooMuch();
  const env = {};
  const tokens = md.parse(shieldBars(text), env);
  if (tokens.some((token) => token.level >= NESTING - 1)) throw new TooMuch();
  putBarsBack(tokens);
  return { tokens, env };
}

export const normalized = (url) => md.normalizeLink(url);

function build() {
  const parser = new MarkdownIt("commonmark", { html: false, maxNesting: NESTING });
  parser.enable(["table", "strikethrough"]);
  parser.validateLink = validLink;
  parser.block.ruler.before("reference", "footnote_def", noteDefinition, { alt: ["paragraph", "reference"] });
  const alt = ["paragraph", "reference", "blockquote", "list"];
  parser.block.ruler.before("fence", "directive", directive, { alt });
  parser.inline.ruler.after("image", "footnote_ref", noteCall);
  for (const name of ["link", "image"]) guardBrackets(parser, name);
  parser.inline.ruler.before("link", "wiki_link", wikiLink);
  parser.inline.ruler.before("newline", "address", address);
  readTasks(parser);
  return parser;
}

export function validLink(url) {
  if (url.length > URL_LENGTH) return false;
  const scheme = SCHEME.exec(url.trim());
  return !scheme || ["http:", "https:", "mailto:"].includes(scheme[0].toLowerCase());
}

function guardBrackets(parser, name) {
  const rule = parser.inline.ruler.__rules__.find((one) => one.name === name).fn;
  parser.inline.ruler.at(name, (state, silent) => {
    if (!"![".includes(state.src[state.pos])) return false;
    if (state.env.brackets?.[0] !== state.src) state.env.brackets = [state.src, hopelessBrackets(state.src)];
    return state.env.brackets[1] ? false : rule(state, silent);
  });
}

// `- [x] done`: the server's list rule steps over the box before it reads the item.
function readTasks(parser) {
  const tokenize = parser.block.tokenize;
  parser.block.tokenize = function withTasks(state, start, end, ...rest) {
    const item = state.tokens.at(-1);
    const at = state.bMarks[start] + state.tShift[start];
    const fresh = item?.type === "list_item_open";
    const box = fresh && !isCode(state, start) ? TASK.exec(state.src.slice(at, state.eMarks[start])) : null;
    if (!box) return tokenize.call(this, state, start, end, ...rest);
    const begin = state.bMarks[start];
    item.meta = { checked: box[1] !== " " };
    state.bMarks[start] = at + 4;
    state.tShift[start] = 0;
    tokenize.call(this, state, start, end, ...rest);
    state.bMarks[start] = begin;
  };
}

export { BAR };
