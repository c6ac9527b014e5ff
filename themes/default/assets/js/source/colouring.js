// A line of Markdown in runs of (what it is, its signs). The signs are all there, in order.
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const INLINE = new RegExp(
  [
    "(?<code>(?<!`)`{1,3}[^`]+`{1,3})",
    "(?<page>!?\\[\\[[^\\[\\]\\n]+\\]\\])",
    "(?<note>\\[\\^[^\\]\\s]+\\]:?)",
    "(?<link>!?\\[[^\\[\\]\\n]*\\]\\([^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)?(?: \"[^\"]*\")?\\))",
    "(?<address><?https?:\\/\\/[^\\s<>)]+>?)",
    "(?<strong>\\*\\*(?=\\S)[^*]+\\*\\*|__(?=\\S)[^_]+__)",
    "(?<em>\\*(?=[^\\s*])[^*\\n]+\\*|(?<![\\p{L}\\d_])_(?=[^\\s_])[^_\\n]+_(?![\\p{L}\\d]))",
    "(?<escape>\\\\[\\\\`*_{}\\[\\]()#+.!|>~-])",
  ].join("|"),
  "gu",
);

// What each line begins within: "" for text, the fence that is open, "front" for a page's record.
export function states(lines) {
  const found = [];
  let state = lines[0] === "---" ? "front" : "";
  for (const [n, line] of lines.entries()) {
    found.push(state);
    if (state === "front") state = n && line === "---" ? "" : "front";
    else state = fenceAfter(line, state);
  }
  return found;
}

function fenceAfter(line, open) {
  const mark = FENCE.exec(line)?.[1];
  if (!open) return mark ?? "";
  const closes = mark && mark[0] === open[0] && mark.length >= open.length && line.trim() === mark;
  return closes ? "" : open;
}

export function runs(line, state) {
  if (state === "front") return front(line);
  if (state) return [[FENCE.test(line) ? "mark" : "code", line]];
  if (FENCE.test(line)) return [["mark", line]];
  const title = /^(#{1,6} +)(.*)$/.exec(line);
  if (title) return [["mark", title[1]], ["title", title[2]]];
  if (/^ {0,3}(?:([-*_]) *)(?:\1 *){2,}$|^:{3,}/.test(line)) return [["mark", line]];
  const lead = /^(?:\s*(?:[-*+]|\d+[.)])\s(?:\[[ xX]\] )?|\s*> ?)+/.exec(line)?.[0] ?? "";
  return [...(lead ? [["lead", lead]] : []), ...inline(line.slice(lead.length))];
}

function front(line) {
  if (line === "---") return [["mark", line]];
  const key = /^(\s*(?:- )*[\w-]+:)(.*)$/.exec(line);
  return key ? [["lead", key[1]], ["", key[2]]] : [["", line]];
}

function inline(text) {
  const found = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) found.push(["", text.slice(at, match.index)]);
    const kind = Object.entries(match.groups).find(([, signs]) => signs !== undefined)[0];
    found.push([kind, match[0]]);
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(["", text.slice(at)]);
  return found;
}
