// A line of the editor as a tree: marks nested the way their author did, the widest outside.
const NAMES = { emphasis: "emphasis", strong: "strong", strike: "delete", link: "link" };
const EDGE = { start: /^[ \t\n]+/, end: /[ \t\n]+$/ };

export function inlineTree(fragment) {
  const items = [];
  fragment.forEach((node) => items.push({ node, text: node.isText ? node.text : null, marks: node.marks }));
  return trimmed(nested(items));
}

function nested(items) {
  const out = [];
  for (let at = 0; at < items.length; ) {
    const widest = items[at].marks.filter((mark) => NAMES[mark.type.name]).reduce(wider(items, at), null);
    if (widest) {
      out.push(...wrapped(items.slice(at, widest.end), widest.mark));
      at = widest.end;
    } else out.push(...leaf(items[at++]));
  }
  return merged(out);
}

const wider = (items, at) => (best, mark) => {
  let end = at + 1;
  while (end < items.length && holds(items[end].marks, mark)) end += 1;
  if (!best || end > best.end) return { mark, end };
  return end === best.end && mark.attrs.level < best.mark.attrs.level ? { mark, end } : best;
};

// The level only tells which of two marks over the same words stood outside.
function same(a, b) {
  if (a.type !== b.type) return false;
  return Object.keys(a.attrs).every((name) => name === "level" || a.attrs[name] === b.attrs[name]);
}

const holds = (marks, mark) => marks.some((one) => same(one, mark));

function wrapped(items, mark) {
  const inner = items.map((one) => ({ ...one, marks: one.marks.filter((other) => !same(other, mark)) }));
  const before = [];
  const after = [];
  while (inner.length && peel(inner, 0, "start", before));
  while (inner.length && peel(inner, inner.length - 1, "end", after));
  const node = inner.length ? [wrapper(mark, nested(inner))] : [];
  return [...nested(before), ...node, ...nested(after.reverse())];
}

// Takes blanks and line ends at an edge out of a mark, where they would undo it. True to go on.
function peel(items, at, side, out) {
  const one = items[at];
  if (one.text === null) {
    if (!["softbreak", "hard_break"].includes(one.node.type.name)) return false;
    out.push(...items.splice(at, 1));
    return true;
  }
  if (one.marks.some((mark) => mark.type.name === "code")) return false;
  const blank = EDGE[side].exec(one.text)?.[0] ?? "";
  if (!blank) return false;
  out.push({ ...one, text: blank });
  const rest = side === "start" ? one.text.slice(blank.length) : one.text.slice(0, -blank.length);
  if (!rest) items.splice(at, 1);
  else items[at] = { ...one, text: rest };
  return !rest;
}

function wrapper(mark, children) {
  if (mark.type.name !== "link") return { type: NAMES[mark.type.name], children };
  const { href, title, form } = mark.attrs;
  return { type: "link", url: href, title, form, children };
}

function leaf({ node, text, marks }) {
  if (text !== null) {
    const code = marks.some((mark) => mark.type.name === "code");
    return text ? [{ type: code ? "inlineCode" : "text", value: text }] : [];
  }
  switch (node.type.name) {
    case "image":
      return [{ type: "image", url: node.attrs.src, title: node.attrs.title, alt: node.attrs.alt }];
    case "wiki_link":
      return [{ type: "wikiLink", ...node.attrs }];
    case "footnote_call":
      return [{ type: "footnoteReference", label: node.attrs.label }];
    case "hard_break":
      return [{ type: "break" }];
    default:
      return [{ type: "softbreak", value: "\n" }];
  }
}

function merged(nodes) {
  const out = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (node.type === "text" && last?.type === "text") last.value += node.value;
    else if (node.type === "inlineCode" && last?.type === "inlineCode") last.value += node.value;
    else out.push(node);
  }
  return out;
}

const isBreak = (node) => node?.type === "break" || node?.type === "softbreak";

// Blanks at the ends of lines say nothing in Markdown.
function trimmed(nodes) {
  const out = nodes.map((node, at) => {
    if (node.type !== "text") return node;
    let { value } = node;
    if (at === 0 || isBreak(nodes[at - 1])) value = value.replace(EDGE.start, "");
    if (at === nodes.length - 1 || nodes[at + 1].type === "softbreak") value = value.replace(EDGE.end, "");
    return { ...node, value };
  });
  const kept = out.filter((node) => node.type !== "text" || node.value);
  while (isBreak(kept.at(-1))) kept.pop();
  while (isBreak(kept[0])) kept.shift();
  return spelt(kept);
}

// A hard space at an end of the paragraph would be taken for nothing: it is spelt.
function spelt(nodes) {
  const [first, last] = [nodes[0], nodes.at(-1)];
  const before = first?.type === "text" ? /^\s+/.exec(first.value)?.[0] : "";
  if (before) nodes.splice(0, 1, entity(before), { ...first, value: first.value.slice(before.length) });
  const end = nodes.at(-1);
  const after = last?.type === "text" ? /\s+$/.exec(end.value ?? "")?.[0] : "";
  if (after) nodes.splice(-1, 1, { ...end, value: end.value.slice(0, -after.length) }, entity(after));
  return nodes.filter((node) => node.type !== "text" || node.value);
}

const entity = (blanks) => ({ type: "spelt", value: [...blanks].map((sign) => (sign === "\u00a0" ? "&nbsp;" : `&#${sign.codePointAt(0)};`)).join("") });
