// Tables: rows of cells that hold one line each; the first row is the head.
import { inlineTree } from "../writing/inlines.js";

const SIDES = { left: "left", right: "number", center: "centre" };

const cell = {
  content: "inline*",
  isolating: true,
  attrs: { align: { default: null } },
  parseDOM: [{ tag: "td, th" }],
  toDOM: (node) => ["td", { class: SIDES[node.attrs.align] ?? "" }, 0],
  parseMarkdown: {
    match: (node) => node.type === "tableCell",
    runner: (state, node, type) => state.openNode(type, { align: node.align }).next(node.children).closeNode(),
  },
  toMarkdown: {
    match: (node) => node.type.name === "cell",
    runner: (state, node) => state.addNode("tableCell", inlineTree(node.content)),
  },
};

const row = {
  content: "cell+",
  parseDOM: [{ tag: "tr" }],
  toDOM: () => ["tr", 0],
  parseMarkdown: {
    match: (node) => node.type === "tableRow",
    runner: (state, node, type) => state.openNode(type).next(node.children).closeNode(),
  },
  toMarkdown: {
    match: (node) => node.type.name === "row",
    runner: (state, node) => state.openNode("tableRow").next(node.content).closeNode(),
  },
};

const table = {
  content: "row+",
  group: "block",
  isolating: true,
  attrs: { from: { default: null } },
  parseDOM: [{ tag: "table" }],
  toDOM: () => ["table", { class: "table" }, ["tbody", 0]],
  parseMarkdown: {
    match: (node) => node.type === "table",
    runner: (state, node, type) => state.openNode(type).next(node.children).closeNode(),
  },
  toMarkdown: {
    match: (node) => node.type.name === "table",
    runner: (state, node) => {
      const align = node.firstChild.children.map((one) => one.attrs.align);
      state.openNode("table", undefined, { align }).next(node.content).closeNode();
    },
  },
};

export const tables = { table, row, cell };
