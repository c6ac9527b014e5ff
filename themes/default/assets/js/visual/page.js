// A page as it was opened and as it is written back. Each top-level node remembers the lines it
// was read from; what nobody touched is given back byte for byte, with what stood between.
import { tokensOf } from "./reading/grammar.js";
import { groupsOf, piecesOf } from "./reading/pieces.js";
import { accountOf } from "./reading/same.js";
import { blocksOf } from "./reading/tree.js";

// Directives that are not the blocks they hold.
const WHOLE = ["list"];
const ROUNDS = 4;
const CLOSERS = ["```", "~~~", "````", "~~~~", "`````", ":::", "::::", ":::::"];
const HOLDS_MORE = ["bullet_list", "ordered_list", "note", "code_block", "opaque"];

// {doc, blocks, gaps, eol, opaque}: `opaque` counts the blocks that could not be drawn safely.
export function readPage(text, language) {
  const { pieces, gaps } = piecesOf(text);
  const read = pieces.map((piece) => drawn(piece, language));
  const opaque = settle(pieces, read, language);
  const blocks = read.map((node, at) => ({
    node: node.type.create({ ...node.attrs, from: at }, node.content),
    source: pieces[at].source,
  }));
  const content = blocks.length ? blocks.map((block) => block.node) : null;
  const doc = content ? language.schema.node("doc", null, content) : language.schema.topNodeType.createAndFill();
  return { doc, blocks, gaps, eol: text.includes("\r\n") ? "\r\n" : "\n", opaque };
}

function drawn(piece, language) {
  const first = piece.tokens[0];
  const name = first?.type === "directive_open" ? first.meta.name.toLowerCase() : "";
  if (!first) return kept(piece, language, "definition");
  if (WHOLE.includes(name)) return kept(piece, language, name);
  if (defines(piece.source)) return kept(piece, language, "");
  const found = language.nodesFor(blocksOf(piece.tokens));
  return found.length === 1 && found[0].type.name !== "opaque" ? found[0] : kept(piece, language, "");
}

const kept = (piece, language, form) => language.schema.nodes.opaque.create({ source: piece.source, form });

// Addresses of references within a quote or a list leave no trace in what is drawn.
const DEFINES = /^[ \t>*+\d.)-]*\[[^\]]+\]:/m;
const defines = (source) => DEFINES.test(source) && Object.keys(tokensOf(source).env.references ?? {}).length > 0;

const isOpaque = (node) => node.type.name === "opaque";

// Writes every block anew and reads the whole again: a block that readers would see changed is
// kept as it is written. Gives how many. Throws where even that does not give the page back.
function settle(pieces, read, language) {
  const accounts = pieces.map((piece) => accountOf(piece.tokens));
  let opaque = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const wrong = changed(pieces, read, accounts, language);
    if (!wrong.length) return opaque;
    const drawable = wrong.filter((at) => !isOpaque(read[at]));
    for (const at of drawable) read[at] = kept(pieces[at], language, "");
    opaque += drawable.length;
    if (!drawable.length) break;
  }
  if (read.every(isOpaque)) return opaque;
  throw new RangeError("unsafe");
}

function changed(pieces, read, accounts, language) {
  const texts = read.map((node, at) => (isOpaque(node) ? unix(pieces[at].source) : language.textFor([node])));
  const starts = [];
  let line = 0;
  for (const text of texts) {
    starts.push(line);
    line += text.split("\n").length + 1;
  }
  const found = texts.map(() => []);
  for (const group of groupsOf(tokensOf(texts.join("\n\n")).tokens)) {
    found[starts.findLastIndex((start) => start <= group[0].map[0])].push(...group);
  }
  return found.flatMap((tokens, at) => (accountOf(tokens) === accounts[at] ? [] : [at]));
}

const unix = (text) => text.replace(/\r\n?/g, "\n");

// Gives the function that writes a document back; what it wrote once it remembers by node.
// `touched` says of a block whether it counts as changed where nobody changed it.
export function pageWriter(page, language, touched = () => false) {
  const written = new WeakMap();
  const of = (node) => {
    if (!written.has(node)) written.set(node, entry(node, page, language, touched));
    return written.get(node);
  };
  return (doc) => joined(doc.children.map(of).filter((one) => one.text), page, language);
}

function entry(node, page, language, touched) {
  const block = page.blocks[node.attrs.from];
  const asked = block !== undefined && !isOpaque(node) && touched(node.attrs.from);
  const whole = block !== undefined && !asked && node.eq(block.node);
  if (whole) return { node, from: node.attrs.from, whole, text: block.source };
  const text = isOpaque(node) ? sealed(unix(node.attrs.source).trim()) : language.textFor([node]);
  const sort = block?.node.type === node.type && !isOpaque(node);
  return { node, from: sort ? node.attrs.from : null, whole, text: text.replaceAll("\n", page.eol) };
}

function joined(entries, page, language) {
  if (!entries.length) return "";
  const last = page.blocks.length - 1;
  const parts = [entries[0].from === 0 ? page.gaps[0] : ""];
  entries.forEach((one, at) => {
    const before = entries[at - 1];
    const gap = before ? between(before, one, page) : "";
    parts.push(gap, textIn(before, one, { page, language, ends: at === entries.length - 1 }));
  });
  const tail = page.gaps.at(-1);
  return parts.join("") + (last >= 0 && entries.at(-1).from === last ? tail : ending(tail, page));
}

const ending = (tail, page) => (page.blocks.length ? (/[\r\n]/.exec(tail) ? page.eol : "") : page.eol);

// What stood between two blocks stands there still, unless it would now join them.
function between(before, one, page) {
  const blank = page.eol + page.eol;
  const follows = before.from !== null && one.from === before.from + 1;
  const gap = follows ? page.gaps[one.from] : blank;
  const apart = /(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/.test(gap);
  const heads = before.node.type.name === "heading";
  return apart || heads || (before.whole && one.whole) ? gap : blank;
}

// A block reads the same in a new place: not taken into a list above it, nor open to what follows.
function textIn(before, one, { page, language, ends }) {
  const moved = before && (!before.whole || !one.whole || one.from !== before.from + 1);
  if (moved && one.node.attrs.bullet !== undefined && signOf(before) === signOf(one)) return unlike(one, page, language);
  if (moved && HOLDS_MORE.includes(before.node.type.name) && /^[ \t]/.test(one.text)) return rewritten(one, page, language);
  return one.whole && one.from === page.blocks.length - 1 && !ends ? closed(one, page, language) : one.text;
}

function rewritten(one, page, language) {
  const text = isOpaque(one.node) ? one.text.trimStart() : language.textFor([one.node]);
  return text.replaceAll("\n", page.eol);
}

const signOf = (one) => /^ {0,3}(?:\d{1,9}(?=[.)]))?([-+*.)])(?:\s|$)/.exec(one.text)?.[1];

// Two lists of one sort in a row are one list, unless their signs differ.
function unlike(one, page, language) {
  const bullet = { "-": "*", "*": "-", "+": "-", ".": ")", ")": "." }[signOf(one)];
  const node = one.node.type.create({ ...one.node.attrs, bullet }, one.node.content);
  return language.textFor([node]).replaceAll("\n", page.eol);
}

const closed = (one, page, language) =>
  isOpaque(one.node) ? sealed(unix(one.text)).replaceAll("\n", page.eol) : isSealed(unix(one.text)) ? one.text : rewritten(one, page, language);

const isSealed = (source) => {
  const groups = groupsOf(tokensOf(`${source}\n\nx`).tokens);
  return groups.at(-1)?.[0].map[0] === source.split("\n").length + 1;
};

// A source that leaves a fence open would take in what follows.
export function sealed(source) {
  if (!source || isSealed(source)) return source;
  const closer = CLOSERS.find((one) => isSealed(`${source}\n${one}`));
  return closer ? `${source}\n${closer}` : source;
}
