// Keys, and signs that turn into what they mean. Tab is left alone: it leaves the editor.
import { chainCommands, setBlockType } from "@milkdown/kit/prose/commands";
import { redo, undo } from "@milkdown/kit/prose/history";
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "@milkdown/kit/prose/inputrules";
import { keymap } from "@milkdown/kit/prose/keymap";
import { splitListItem } from "@milkdown/kit/prose/schema-list";
import { TextSelection } from "@milkdown/kit/prose/state";
import { indent, lineBreak, mark, outdent, paragraphBelow } from "./editing.js";
import { names } from "./reading/inlines.js";
import { cellBelow } from "./tabling.js";

const SAME_LINE_PX = 8;

function headingToParagraph(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.type.name !== "heading") return false;
  return setBlockType(state.schema.nodes.paragraph)(state, dispatch);
}

// A new item of a list of tasks is to do.
function splitItem(state, dispatch) {
  const item = state.selection.$from.node(-1);
  const attrs = item?.attrs.checked === true ? { checked: false } : undefined;
  return splitListItem(state.schema.nodes.list_item, attrs)(state, dispatch);
}

function listStart(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.depth < 2 || $from.node(-1).type.name !== "list_item") return false;
  return $from.index(-1) === 0 && outdent(state, dispatch);
}

// Browsers step over the end of a line that ends in a link to a page or a call of a note.
const toEnd = (extend) => (state, dispatch, view) => {
  const { $head, $anchor } = state.selection;
  const { parent } = $head;
  if (!parent.isTextblock || !parent.lastChild || parent.lastChild.isText) return false;
  const end = $head.end();
  if (Math.abs(view.coordsAtPos($head.pos).top - view.coordsAtPos(end).top) > SAME_LINE_PX) return false;
  const anchor = extend ? $anchor.pos : end;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, anchor, end)).scrollIntoView());
  return true;
};

export const keys = (commands) =>
  keymap({
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-b": mark("strong"),
    "Mod-i": mark("emphasis"),
    "Mod-e": mark("code"),
    "Mod-k": commands.link,
    "Alt-F10": commands.toTools,
    Enter: chainCommands(cellBelow, splitItem),
    End: toEnd(false),
    "Shift-End": toEnd(true),
    "Shift-Enter": lineBreak,
    "Mod-Enter": paragraphBelow,
    "Mod-]": indent,
    "Mod-[": outdent,
    "Alt-Shift-ArrowRight": indent,
    "Alt-Shift-ArrowLeft": outdent,
    Backspace: chainCommands(headingToParagraph, listStart),
  });

const around = (pattern, name) =>
  new InputRule(pattern, (state, match, start, end) => {
    const type = state.schema.marks[name];
    if (!state.doc.resolve(start).parent.type.allowsMarkType(type)) return null;
    const from = start + match[0].indexOf(match[1]);
    const tr = state.tr.delete(from + match[1].length, end).delete(start, from);
    tr.addMark(start, start + match[1].length, type.create());
    return tr.removeStoredMark(type);
  });

const wikiLink = new InputRule(/\[\[([^[\]|\n]{1,300})(?:\|([^[\]\n]{1,300}))?\]\]$/, (state, match, start, end) => {
  if (!names(match[1])) return null;
  const node = state.schema.nodes.wiki_link.create({ target: match[1], label: match[2] ?? null });
  return state.tr.replaceWith(start, end, node);
});

const task = new InputRule(/^\[([ xX])\] $/, (state, match, start, end) => {
  const { $from } = state.selection;
  if ($from.depth < 2 || $from.node(-1).type.name !== "list_item") return null;
  const pos = $from.before(-1);
  const attrs = { ...$from.node(-1).attrs, checked: match[1] !== " " };
  return state.tr.delete(start, end).setNodeMarkup(pos, null, attrs);
});

const rule = new InputRule(/^(?:---|\*\*\*)$/, (state, _match, start, end) => {
  const { rule: type, paragraph } = state.schema.nodes;
  const $start = state.doc.resolve(start);
  if ($start.parent.type !== paragraph || $start.parent.content.size !== end - start) return null;
  return state.tr.replaceRangeWith(start, end, type.create());
});

export function signs({ nodes }) {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{1,6})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
      textblockTypeInputRule(/^```$/, nodes.code_block),
      wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list),
      wrappingInputRule(/^(\d{1,9})\.\s$/, nodes.ordered_list, (match) => ({ start: Number(match[1]) })),
      wrappingInputRule(/^>\s$/, nodes.blockquote),
      around(/(?<!\*)\*\*([^\s*](?:[^*]*[^\s*])?)\*\*$/, "strong"),
      around(/(?<![*\w])\*([^\s*](?:[^*]*[^\s*])?)\*$/, "emphasis"),
      around(/`([^`]+)`$/, "code"),
      wikiLink,
      task,
      rule,
    ],
  });
}
