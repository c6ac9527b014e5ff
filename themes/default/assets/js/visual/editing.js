// What the keys and the buttons do to a page.
import { setBlockType, toggleMark, wrapIn, lift } from "@milkdown/kit/prose/commands";
import { Fragment } from "@milkdown/kit/prose/model";
import { liftListItem, sinkListItem, wrapInList } from "@milkdown/kit/prose/schema-list";
import { NodeSelection, Selection, TextSelection } from "@milkdown/kit/prose/state";

// The nearest node of a name around the selection: {node, pos, depth}, or null.
export function around(state, ...names) {
  const { $from, node } = state.selection;
  if (node && names.includes(node.type.name)) return { node, pos: $from.pos, depth: $from.depth + 1 };
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const found = $from.node(depth);
    if (names.includes(found.type.name)) return { node: found, pos: $from.before(depth), depth };
  }
  return null;
}

export function toggleHeading(level) {
  return (state, dispatch) => {
    const { paragraph, heading } = state.schema.nodes;
    const taken = state.selection.$from.parent;
    const off = taken.type === heading && taken.attrs.level === level;
    return off ? setBlockType(paragraph)(state, dispatch) : setBlockType(heading, { level })(state, dispatch);
  };
}

export function toggleList(name) {
  return (state, dispatch) => {
    const { nodes } = state.schema;
    const list = around(state, "bullet_list", "ordered_list");
    if (!list) return wrapInList(nodes[name])(state, dispatch);
    if (list.node.type === nodes[name]) return liftListItem(nodes.list_item)(state, dispatch);
    const attrs = { ...list.node.attrs, bullet: null, start: name === "ordered_list" ? 1 : null };
    dispatch?.(state.tr.setNodeMarkup(list.pos, nodes[name], attrs));
    return true;
  };
}

export function toggleTask(state, dispatch) {
  const item = around(state, "list_item");
  if (!item) return toggleList("bullet_list")(state, dispatch && ((tr) => dispatch(asTasks(tr))));
  const checked = item.node.attrs.checked === null ? false : null;
  dispatch?.(state.tr.setNodeMarkup(item.pos, null, { ...item.node.attrs, checked }));
  return true;
}

function asTasks(tr) {
  const { $from, $to } = tr.selection;
  tr.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
    if (node.type.name === "list_item") tr.setNodeMarkup(pos, null, { ...node.attrs, checked: false });
  });
  return tr;
}

export function toggleQuote(state, dispatch) {
  return around(state, "blockquote") ? lift(state, dispatch) : wrapIn(state.schema.nodes.blockquote)(state, dispatch);
}

export const indent = (state, dispatch) => sinkListItem(state.schema.nodes.list_item)(state, dispatch);
export const outdent = (state, dispatch) => liftListItem(state.schema.nodes.list_item)(state, dispatch);
export const mark = (name) => (state, dispatch) => toggleMark(state.schema.marks[name])(state, dispatch);

export function lineBreak(state, dispatch) {
  if (around(state, "cell", "heading", "code_block")) return Boolean(around(state, "cell"));
  dispatch?.(state.tr.replaceSelectionWith(state.schema.nodes.hard_break.create()).scrollIntoView());
  return true;
}

// A paragraph under the outermost block: the way out of tables, boxes and code.
export function paragraphBelow(state, dispatch) {
  const { $to } = state.selection;
  const pos = $to.depth ? $to.after(1) : $to.pos;
  const tr = state.tr.insert(pos, state.schema.nodes.paragraph.create());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView());
  return true;
}

// Puts blocks after the one that holds the selection, or in its place where it is empty.
export function putBlocks(state, blocks) {
  const { $from } = state.selection;
  const holder = $from.depth ? $from.node(1) : null;
  const empty = holder?.type.name === "paragraph" && holder.content.size === 0;
  const tr = state.tr;
  const at = $from.depth ? (empty ? $from.before(1) : $from.after(1)) : $from.pos;
  if (empty) tr.delete(at, at + holder.nodeSize);
  tr.insert(at, Fragment.from(blocks));
  return tr.setSelection(Selection.near(tr.doc.resolve(at + 1))).scrollIntoView();
}

export function putBox(state, dispatch) {
  const { directive, paragraph } = state.schema.nodes;
  if (around(state, "directive")) return lift(state, dispatch);
  if (state.selection.empty && !state.selection.$from.parent.content.size) {
    dispatch?.(putBlocks(state, [directive.create(null, paragraph.create())]));
    return true;
  }
  return wrapIn(directive)(state, dispatch);
}

// A call here, and the note itself at the end, ready to be written.
export function putNote(state, dispatch) {
  const { footnote_call, note, paragraph } = state.schema.nodes;
  if (!state.selection.$to.parent.inlineContent || around(state, "code_block")) return false;
  const label = String(nextNote(state.doc));
  const tr = state.tr.insert(state.selection.to, footnote_call.create({ label }));
  const end = tr.doc.content.size;
  tr.insert(end, note.create({ label }, paragraph.create()));
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, end + 2)).scrollIntoView());
  return true;
}

function nextNote(doc) {
  let last = 0;
  doc.descendants((node) => {
    if (["note", "footnote_call"].includes(node.type.name)) last = Math.max(last, Number(node.attrs.label) || 0);
  });
  return last + 1;
}

// The link around the selection: {from, to, mark}, or null.
export function linkAt(state) {
  const { $from, empty } = state.selection;
  const { link } = state.schema.marks;
  const found = link.isInSet($from.marks()) ?? (empty ? null : link.isInSet($from.nodeAfter?.marks ?? []));
  if (!found) return null;
  const { parent } = $from;
  let at = $from.start();
  let range = null;
  parent.forEach((child) => {
    const inside = found.isInSet(child.marks);
    if (inside && range?.to === at) range.to += child.nodeSize;
    else if (inside && (!range || range.to < $from.pos)) range = { from: at, to: at + child.nodeSize, mark: found };
    at += child.nodeSize;
  });
  return range;
}

export function putLink(state, { href, words }) {
  const range = linkAt(state) ?? state.selection;
  const tr = state.tr;
  const old = tr.doc.textBetween(range.from, range.to);
  if (words !== old || range.from === range.to) tr.insertText(words, range.from, range.to);
  const to = range.from + (words !== old || range.from === range.to ? words.length : range.to - range.from);
  tr.removeMark(range.from, to, state.schema.marks.link);
  if (href) tr.addMark(range.from, to, state.schema.marks.link.create({ href }));
  return tr.setSelection(TextSelection.create(tr.doc, to)).removeStoredMark(state.schema.marks.link);
}

export function putPage(state, { target, label }) {
  const node = state.schema.nodes.wiki_link.create({ target, label: label && label !== target ? label : null });
  return state.tr.replaceSelectionWith(node).scrollIntoView();
}

export const selected = (state, name) =>
  state.selection instanceof NodeSelection && state.selection.node.type.name === name ? state.selection.node : null;
