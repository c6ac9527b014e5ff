// Between tree, editor and text: one block at a time, with Milkdown's two machines.
import { Schema } from "@milkdown/kit/prose/model";
import { ParserState, SerializerState } from "@milkdown/kit/transformer";
import { toMarkdown } from "mdast-util-to-markdown";
import { blocks } from "./schema/blocks.js";
import { inlines, marks } from "./schema/inlines.js";
import { tables } from "./schema/tables.js";
import { style } from "./writing/style.js";

export const nodes = { ...blocks, ...tables, ...inlines };
export { marks };

export function languageOf(schema) {
  let tree = null;
  const reader = { parse: () => tree, runSync: (one) => one };
  const writer = { stringify: (root) => toMarkdown(settled(root), style).replace(/\n$/, "") };
  const parse = ParserState.create(schema, reader);
  const serialize = SerializerState.create(schema, writer);
  return {
    schema,
    nodesFor(children) {
      tree = { type: "root", children };
      return parse("").children;
    },
    textFor: (nodesToWrite) => serialize(schema.node("doc", null, nodesToWrite)),
  };
}

let own = null;

// For whoever asks without an editor.
export const plainLanguage = () => (own ??= languageOf(new Schema({ nodes, marks })));

const HOLDERS = ["root", "blockquote", "listItem", "directive", "footnoteDefinition"];

// Markdown has no empty paragraph; items take the looseness of their list.
function settled(node) {
  if (!node.children) return node;
  if (HOLDERS.includes(node.type)) {
    node.children = node.children.filter((child) => child.type !== "paragraph" || child.children?.length);
  }
  if (node.type === "list") for (const item of node.children) item.spread = node.spread;
  for (const child of node.children) settled(child);
  return node;
}
