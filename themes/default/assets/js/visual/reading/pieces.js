// A text cut at its outermost level, every byte accounted for.
import { tokensOf } from "./grammar.js";

const LINE = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/g;
const BLANK = /^[ \t]*(?:\r\n|\r|\n)?$/;

// [{source, start, end (lines), tokens}], what stands before, between and after them. A piece
// without tokens holds lines that say something only to others (addresses of references).
export function piecesOf(text) {
  const lines = text.match(LINE) ?? [];
  const { tokens } = tokensOf(text);
  const pieces = [];
  let at = 0;
  for (const group of groupsOf(tokens)) {
    const [start, end] = rangeOf(group, at, lines);
    pieces.push(...silent(lines, at, start), { start, end, tokens: group });
    at = end;
  }
  pieces.push(...silent(lines, at, lines.length));
  return { pieces: pieces.map((piece) => ({ ...piece, source: bodyOf(lines, piece) })), gaps: gapsOf(lines, pieces) };
}

export function groupsOf(tokens) {
  const groups = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) groups.push([]);
    groups.at(-1).push(token);
    depth += token.nesting;
  }
  return groups;
}

function rangeOf(group, at, lines) {
  const [start, stop] = group[0].map;
  if (start < at) throw new RangeError("blocks overlap");
  let end = stop;
  while (end > start + 1 && BLANK.test(lines[end - 1] ?? "")) end -= 1;
  return [start, end];
}

function silent(lines, from, to) {
  const found = [];
  for (let at = from; at < to; at += 1) {
    if (BLANK.test(lines[at])) continue;
    if (found.at(-1)?.end === at) found.at(-1).end = at + 1;
    else found.push({ start: at, end: at + 1, tokens: [] });
  }
  return found;
}

const ended = (text) => text.replace(/(?:\r\n|\r|\n)$/, "");

const bodyOf = (lines, piece) => ended(lines.slice(piece.start, piece.end).join(""));

// The bytes before the first piece, between two, and after the last.
function gapsOf(lines, pieces) {
  const gaps = [];
  let at = 0;
  let tail = "";
  for (const { start, end } of pieces) {
    gaps.push(tail + lines.slice(at, start).join(""));
    const last = lines[end - 1] ?? "";
    tail = last.slice(ended(last).length);
    at = end;
  }
  return [...gaps, tail + lines.slice(at).join("")];
}
