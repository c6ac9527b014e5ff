// Footnotes: `[^1]` and `[^1]: the note`, as the server's plugin reads them.
import { isCode } from "./directives.js";

const DEFINITION = /^\[\^([^ \]]+)\]:/;
const CALL = /\[\^([^\s\]]{1,100})\]/y;

export function noteDefinition(state, start, end, silent) {
  const begin = state.bMarks[start] + state.tShift[start];
  const match = isCode(state, start) ? null : DEFINITION.exec(state.src.slice(begin, state.eMarks[start]));
  if (!match) return false;
  if (silent) return true;
  (state.env.notes ??= new Set()).add(match[1]);
  const opening = state.push("note_open", "", 1);
  opening.meta = { label: match[1] };
  readNote(state, start, end, begin + match[0].length);
  opening.map = [start, state.line];
  state.push("note_close", "", -1);
  return true;
}

function readNote(state, start, end, after) {
  const kept = [state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType];
  const initial = state.sCount[start] + after - (state.bMarks[start] + state.tShift[start]);
  let offset = initial;
  let at = after;
  for (; at < state.eMarks[start]; at += 1) {
    if (state.src[at] === "\t") offset += 4 - (offset % 4);
    else if (state.src[at] === " ") offset += 1;
    else break;
  }
  state.tShift[start] = at - after;
  state.sCount[start] = offset - initial;
  state.bMarks[start] = after;
  state.blkIndent += 4;
  state.parentType = "footnote";
  if (state.sCount[start] < state.blkIndent) state.sCount[start] += state.blkIndent;
  state.md.block.tokenize(state, start, end);
  state.blkIndent -= 4;
  [state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType] = kept;
}

export function noteCall(state, silent) {
  CALL.lastIndex = state.pos;
  const match = CALL.exec(state.src);
  if (!match || !state.env.notes?.has(match[1])) return false;
  if (!silent) state.push("note_call", "", 0).meta = { label: match[1] };
  state.pos += match[0].length;
  return true;
}
