// `:::name args` blocks and where they end, as app/domain/blocks.py has it.
export const DIRECTIVE = /^(:{3,})[ \t]*(\p{L}[\p{L}\p{N}_-]*)(?:[ \t]+(\S.*))?[ \t]*$/u;
const CLOSER = /^(:{3,})[ \t]*$/;
const MARKS = /^(?:[ \t>]|[-+*](?:[ \t]|$)|[0-9]{1,9}[.)](?:[ \t]|$))*/;
const FENCE = /^(?:(`{3,})[^`]*$|(~{3,}))/;

const bare = (text) => text.slice(MARKS.exec(text)[0].length).trimEnd();
const fenceOf = (text) => {
  const match = FENCE.exec(text);
  return match ? (match[1] ?? match[2]) : "";
};

function closesFence(text, fence) {
  return text.startsWith(fence) && [...text].every((sign) => sign === fence[0]);
}

// Lines are [indent, text]; gives a Map of opening line -> [line after the last one inside, closed].
export function directiveEnds(lines, start) {
  const ends = new Map();
  const open = [];
  let fence = "";
  let at = start - 1;
  for (const [indent, text] of lines) {
    at += 1;
    if (fence) {
      if (closesFence(bare(text), fence)) fence = "";
      continue;
    }
    if (indent >= 4) continue;
    const opened = DIRECTIVE.exec(text);
    const closed = opened ? null : CLOSER.exec(text);
    if (opened) open.push([at, opened[1].length]);
    else if (closed) {
      close(closed[1].length, at, open, ends);
      if (!open.length) return ends;
    } else fence = fenceOf(bare(text));
  }
  for (const [line] of open) ends.set(line, [at + 1, false]);
  return ends;
}

function close(length, at, open, ends) {
  const exact = open.some(([, colons]) => colons === length);
  if (!exact && !open.some(([, colons]) => colons < length)) return;
  while (open.length) {
    const [line, colons] = open.pop();
    const found = exact ? colons === length : colons < length;
    ends.set(line, [at, found]);
    if (found) return;
  }
}

export function directive(state, start, end, silent) {
  const at = state.bMarks[start] + state.tShift[start];
  if (!state.src.startsWith(":::", at) || isCode(state, start)) return false;
  const match = DIRECTIVE.exec(state.src.slice(at, state.eMarks[start]));
  if (!match) return false;
  if (silent) return true;
  const known = (state.env.directives ??= new Map());
  if (!known.has(start)) {
    for (const [line, found] of directiveEnds(linesOf(state, start, end), start)) known.set(line, found);
  }
  const [stop, closed] = known.get(start);
  const last = Math.min(stop, end);
  const ended = closed && last === stop && stop < end;
  const token = push(state, start, last, { name: match[2], args: (match[3] ?? "").trim(), colons: match[1].length });
  state.line = last + (ended ? 1 : 0);
  token.map = [start, state.line];
  return true;
}

function push(state, start, end, meta) {
  const token = state.push("directive_open", "", 1);
  token.meta = meta;
  const { parentType, lineMax } = state;
  state.parentType = "directive";
  state.lineMax = end;
  state.md.block.tokenize(state, start + 1, end);
  state.parentType = parentType;
  state.lineMax = lineMax;
  state.push("directive_close", "", -1);
  return token;
}

function* linesOf(state, start, end) {
  for (let line = start; line < end; line += 1) {
    const text = state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
    if (text && state.sCount[line] < state.blkIndent) return;
    yield [state.sCount[line] - state.blkIndent, text];
  }
}

export const isCode = (state, line) => state.sCount[line] - state.blkIndent >= 4;
