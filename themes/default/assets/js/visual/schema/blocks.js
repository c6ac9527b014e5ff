// The blocks of a page. `from` is the number of the block of the opened text that a node stands
// for, so that what nobody touched is written back as it was (see page.js).
import { inlineTree } from "../writing/inlines.js";

const from = { from: { default: null } };
const reads = (type, runner) => ({ match: (node) => node.type === type, runner });
const writes = (name, runner) => ({ match: (node) => node.type.name === name, runner });

function holds(state, node, type, attrs) {
  state.openNode(type, attrs).next(node.children).closeNode();
}

function wraps(state, node, type, props) {
  state.openNode(type, undefined, props).next(node.content).closeNode();
}

function writesLine(name, type, props = () => ({})) {
  return writes(name, (state, node) => state.addNode(type, inlineTree(node.content), undefined, props(node)));
}

const container = (name, type, tag, attributes = {}) => ({
  content: "block+",
  group: "block",
  defining: true,
  attrs: from,
  parseDOM: [{ tag }],
  toDOM: () => [tag, attributes, 0],
  parseMarkdown: reads(type, (state, node, nodeType) => holds(state, node, nodeType)),
  toMarkdown: writes(name, (state, node) => wraps(state, node, type)),
});

const list = (name, tag, ordered) => ({
  content: "list_item+",
  group: "block",
  attrs: { ...from, start: { default: ordered ? 1 : null }, bullet: { default: null }, spread: { default: false } },
  parseDOM: [{ tag, getAttrs: (dom) => (ordered ? { start: dom.start || 1 } : {}) }],
  toDOM: (node) => [tag, ordered && node.attrs.start !== 1 ? { start: node.attrs.start } : {}, 0],
  parseMarkdown: {
    match: (node) => node.type === "list" && node.ordered === ordered,
    runner: (state, node, type) => holds(state, node, type, { start: node.start, bullet: node.bullet, spread: node.spread }),
  },
  toMarkdown: writes(name, (state, node) => {
    const { start, bullet, spread } = node.attrs;
    wraps(state, node, "list", { ordered, start, bullet, spread });
  }),
});

const doc = {
  content: "block+",
  parseMarkdown: reads("root", (state, node, type) => state.injectRoot(node, type)),
  toMarkdown: writes("doc", (state, node) => state.openNode("root").next(node.content)),
};

const paragraph = {
  content: "inline*",
  group: "block",
  attrs: from,
  parseDOM: [{ tag: "p" }],
  toDOM: () => ["p", 0],
  parseMarkdown: reads("paragraph", (state, node, type) => holds(state, node, type)),
  toMarkdown: writesLine("paragraph", "paragraph"),
};

const heading = {
  content: "inline*",
  group: "block",
  defining: true,
  attrs: { ...from, level: { default: 2 } },
  parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  toDOM: (node) => [`h${node.attrs.level}`, 0],
  parseMarkdown: reads("heading", (state, node, type) => holds(state, node, type, { level: node.depth })),
  toMarkdown: writesLine("heading", "heading", (node) => ({ depth: node.attrs.level })),
};

const list_item = {
  content: "paragraph block*",
  defining: true,
  attrs: { checked: { default: null } },
  parseDOM: [{ tag: "li" }],
  toDOM: (node) => {
    const { checked } = node.attrs;
    return checked === null ? ["li", 0] : ["li", { "data-checked": String(checked) }, 0];
  },
  parseMarkdown: reads("listItem", (state, node, type) => holds(state, node, type, { checked: node.checked })),
  toMarkdown: writes("list_item", (state, node) => wraps(state, node, "listItem", { checked: node.attrs.checked })),
};

const code_block = {
  content: "text*",
  group: "block",
  marks: "",
  code: true,
  defining: true,
  attrs: { ...from, lang: { default: null } },
  parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
  toDOM: () => ["pre", ["code", 0]],
  parseMarkdown: reads("code", (state, node, type) => {
    state.openNode(type, { lang: node.lang });
    if (node.value) state.addText(node.value);
    state.closeNode();
  }),
  toMarkdown: writes("code_block", (state, node) =>
    state.addNode("code", undefined, node.textContent, { ...infoOf(node.attrs.lang), value: node.textContent }),
  ),
};

// ```` ```js {1} ````: the first word is the language, the rest is for whoever reads it.
function infoOf(info) {
  const [, lang, meta] = /^(\S*)\s*(.*)$/s.exec(info ?? "");
  return { lang: lang || null, meta: meta || null };
}

const rule = {
  group: "block",
  attrs: from,
  parseDOM: [{ tag: "hr" }],
  toDOM: () => ["hr"],
  parseMarkdown: reads("thematicBreak", (state, _node, type) => state.addNode(type)),
  toMarkdown: writes("rule", (state) => state.addNode("thematicBreak")),
};

const note = {
  ...container("note", "footnoteDefinition", "aside"),
  attrs: { ...from, label: { default: "1" } },
  parseDOM: [],
  toDOM: (node) => ["aside", { class: "visual-note", "data-label": node.attrs.label }, 0],
  parseMarkdown: reads("footnoteDefinition", (state, node, type) => holds(state, node, type, { label: node.label })),
  toMarkdown: writes("note", (state, node) => wraps(state, node, "footnoteDefinition", { label: node.attrs.label })),
};

const directive = {
  ...container("directive", "directive", "section"),
  attrs: { ...from, name: { default: "note" }, args: { default: "" }, colons: { default: 3 } },
  parseDOM: [],
  toDOM: (node) => ["section", { class: "visual-directive", "data-name": node.attrs.name }, 0],
  parseMarkdown: reads("directive", (state, node, type) => {
    const { name, args, colons } = node;
    holds(state, node, type, { name, args, colons });
  }),
  toMarkdown: writes("directive", (state, node) => {
    const { name, args, colons } = node.attrs;
    wraps(state, node, "directive", { name, args, colons });
  }),
};

// What is not drawn is shown and edited as it is written.
const opaque = {
  group: "block",
  atom: true,
  attrs: { ...from, source: { default: "" }, form: { default: "" } },
  toDOM: (node) => ["pre", { class: "visual-opaque" }, node.attrs.source],
  parseMarkdown: reads("opaque", (state, node, type) => state.addNode(type, { source: node.value, form: node.form })),
  toMarkdown: writes("opaque", (state, node) => state.addNode("opaque", undefined, node.attrs.source)),
};

export const blocks = {
  doc,
  paragraph,
  heading,
  blockquote: container("blockquote", "blockquote", "blockquote"),
  bullet_list: list("bullet_list", "ul", false),
  ordered_list: list("ordered_list", "ol", true),
  list_item,
  code_block,
  rule,
  note,
  directive,
  opaque,
};
