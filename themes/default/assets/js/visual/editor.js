// Milkdown, put together with the wiki's own nodes, keys and bar.
import { defaultValueCtx, Editor, editorViewCtx, editorViewOptionsCtx, remarkStringifyOptionsCtx, rootCtx } from "@milkdown/kit/core";
import { gapCursor } from "@milkdown/kit/prose/gapcursor";
import { dropCursor } from "@milkdown/kit/prose/dropcursor";
import { history } from "@milkdown/kit/prose/history";
import { Fragment, Slice } from "@milkdown/kit/prose/model";
import { $mark, $node, $prose } from "@milkdown/kit/utils";
import { completing } from "./completing.js";
import { keys, signs } from "./keys.js";
import { languageOf, marks, nodes } from "./language.js";
import { readPage } from "./page.js";
import { views } from "./showing.js";
import { style } from "./writing/style.js";
import { squareTables } from "./tabling.js";
import { schemaCtx } from "@milkdown/kit/core";

export async function makeEditor(root, { page, words, suggest, tools, pictures, changed }) {
  const editor = await Editor.make()
    .config((ctx) => {
      ctx.set(rootCtx, root);
      ctx.set(defaultValueCtx, { type: "json", value: page.doc.toJSON() });
      ctx.set(remarkStringifyOptionsCtx, style);
      ctx.set(editorViewOptionsCtx, { attributes: namesOf(words), nodeViews: views(words), ...pasting(pictures) });
    })
    .use(Object.entries(nodes).map(([name, spec]) => $node(name, () => spec)))
    .use(Object.entries(marks).map(([name, spec]) => $mark(name, () => spec)))
    .use([
      $prose(() => completing(root, { suggest, words })),
      $prose(() => keys({ link: () => tools.ask("link"), toTools: () => tools.focus() })),
      $prose((ctx) => signs(ctx.get(schemaCtx))),
      $prose(() => history()),
      $prose(() => gapCursor()),
      $prose(() => dropCursor({ color: false, class: "visual-drop" })),
      $prose(() => squareTables()),
      $prose(() => tools.plugin()),
      $prose(() => changed),
    ])
    .create();
  const view = editor.action((ctx) => ctx.get(editorViewCtx));
  return { view, destroy: () => editor.destroy() };
}

const namesOf = (words) => ({
  role: "textbox",
  class: "prose visual-text",
  "aria-multiline": "true",
  "aria-label": words.label ?? words.text ?? "",
  ...(words.keys ? { "aria-description": words.keys } : {}),
});

// Blocks of a text, none of them remembered as a block of the page.
export function blocksFrom(text, language) {
  const { doc } = readPage(text, language);
  return doc.children.map((node) => node.type.create({ ...node.attrs, from: null }, node.content, node.marks));
}

function pasting(pictures) {
  return {
    clipboardTextParser(text, $context, plain, view) {
      if (plain || $context.parent.type.spec.code) return null;
      return sliceOf(text, view);
    },
    clipboardTextSerializer: (slice, view) => textOf(slice, view),
    handlePaste: (_view, event) => pictures(event.clipboardData, null),
    handleDrop: (view, event, _slice, moved) => {
      if (moved) return false;
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
      return pictures(event.dataTransfer, at?.pos ?? null);
    },
  };
}

function sliceOf(text, view) {
  try {
    const blocks = blocksFrom(text.replace(/\r\n?/g, "\n"), languageOf(view.state.schema));
    const open = (node) => (node?.type.name === "paragraph" ? 1 : 0);
    return new Slice(Fragment.from(blocks), open(blocks[0]), open(blocks.at(-1)));
  } catch {
    return null;
  }
}

function textOf(slice, view) {
  const { schema } = view.state;
  const inline = slice.content.firstChild?.isInline;
  try {
    const blocks = inline ? [schema.nodes.paragraph.create(null, slice.content)] : slice.content.children;
    return languageOf(schema).textFor(blocks);
  } catch {
    return slice.content.textBetween(0, slice.content.size, "\n\n");
  }
}
