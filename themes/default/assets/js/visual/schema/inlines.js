// What stands within a line: marks, links, pictures, links to pages, calls of notes.
import { validLink } from "../reading/grammar.js";

const written = { match: () => false, runner: () => {} };
const level = { level: { default: 0 } };

const mark = (type, tag, tags) => ({
  attrs: level,
  parseDOM: tags.map((one) => ({ tag: one })),
  toDOM: () => [tag, 0],
  parseMarkdown: {
    match: (node) => node.type === type,
    runner: (state, node, markType) => {
      const own = markType.create({ level: node.level ?? 0 });
      state.openMark(markType, own.attrs).next(node.children).closeMark(markType);
    },
  },
  toMarkdown: written,
});

const code = {
  code: true,
  parseDOM: [{ tag: "code" }],
  toDOM: () => ["code", 0],
  parseMarkdown: {
    match: (node) => node.type === "inlineCode",
    runner: (state, node, type) => state.openMark(type).addText(node.value).closeMark(type),
  },
  toMarkdown: written,
};

function linkAttrs(dom) {
  const href = dom.getAttribute("href") ?? "";
  return href && validLink(href) ? { href, title: dom.getAttribute("title") } : false;
}

const link = {
  inclusive: false,
  attrs: { ...level, href: {}, title: { default: null }, form: { default: null } },
  parseDOM: [{ tag: "a[href]", getAttrs: linkAttrs }],
  toDOM: (node) => ["a", { href: node.attrs.href, title: node.attrs.title }, 0],
  parseMarkdown: {
    match: (node) => node.type === "link",
    runner: (state, node, type) => {
      const attrs = { href: node.url, title: node.title, form: node.form, level: node.level ?? 0 };
      state.openMark(type, attrs).next(node.children).closeMark(type);
    },
  },
  toMarkdown: written,
};

export const marks = {
  link,
  emphasis: mark("emphasis", "em", ["em", "i"]),
  strong: mark("strong", "strong", ["strong", "b"]),
  strike: mark("delete", "s", ["s", "del"]),
  code,
};

const leaf = (type, spec, attrs) => ({
  inline: true,
  group: "inline",
  ...spec,
  parseMarkdown: {
    match: (node) => node.type === type,
    runner: (state, node, nodeType) => state.addNode(nodeType, attrs?.(node)),
  },
  toMarkdown: written,
});

const text = {
  group: "inline",
  parseMarkdown: { match: (node) => node.type === "text", runner: (state, node) => state.addText(node.value) },
  toMarkdown: written,
};

const image = leaf(
  "image",
  {
    draggable: true,
    attrs: { src: {}, alt: { default: "" }, title: { default: null } },
    parseDOM: [
      {
        tag: "img[src]",
        getAttrs: (dom) => {
          const src = dom.getAttribute("src");
          return validLink(src) ? { src, alt: dom.alt, title: dom.getAttribute("title") } : false;
        },
      },
    ],
    toDOM: (node) => ["img", { src: node.attrs.src, alt: node.attrs.alt, title: node.attrs.title }],
  },
  (node) => ({ src: node.url, alt: node.alt, title: node.title }),
);

const wiki_link = leaf(
  "wikiLink",
  {
    atom: true,
    attrs: { target: {}, label: { default: null } },
    parseDOM: [
      {
        tag: "a[data-page]",
        priority: 60,
        getAttrs: (dom) => ({ target: dom.dataset.page, label: dom.dataset.label ?? null }),
      },
    ],
    toDOM: ({ attrs }) => {
      const label = attrs.label === null ? {} : { "data-label": attrs.label };
      const words = (attrs.label ?? attrs.target).trim() || attrs.target.trim();
      return ["a", { class: "visual-page", "data-page": attrs.target, ...label }, words];
    },
    leafText: ({ attrs }) => `[[${attrs.target}${attrs.label === null ? "" : `|${attrs.label}`}]]`,
  },
  ({ target, label }) => ({ target, label }),
);

const footnote_call = leaf(
  "footnoteReference",
  {
    atom: true,
    attrs: { label: {} },
    parseDOM: [{ tag: "sup[data-call]", getAttrs: (dom) => ({ label: dom.dataset.call }) }],
    toDOM: (node) => ["sup", { class: "visual-call", "data-call": node.attrs.label }, node.attrs.label],
    leafText: (node) => `[^${node.attrs.label}]`,
  },
  ({ label }) => ({ label }),
);

// An end of line that readers see as a blank.
const softbreak = leaf("softbreak", {
  parseDOM: [{ tag: "span[data-soft]" }],
  toDOM: () => ["span", { "data-soft": "" }, " "],
  leafText: () => " ",
});

const hard_break = leaf("break", {
  selectable: false,
  parseDOM: [{ tag: "br" }],
  toDOM: () => ["br"],
  leafText: () => "\n",
});

export const inlines = { text, image, wiki_link, footnote_call, softbreak, hard_break };
