// Tokens to the tree that Milkdown takes (mdast, with the wiki's own nodes).
import { normalized } from "./grammar.js";

const WRAPPERS = {
  em_open: "emphasis",
  strong_open: "strong",
  s_open: "delete",
};
const SIDES = { "text-align:left": "left", "text-align:right": "right", "text-align:center": "center" };

const BLOCKS = {
  paragraph_open: () => ({ type: "paragraph" }),
  heading_open: (token) => ({ type: "heading", depth: Number(token.tag[1]) }),
  blockquote_open: () => ({ type: "blockquote" }),
  bullet_list_open: (token) => ({ type: "list", ordered: false, start: null, bullet: token.markup }),
  ordered_list_open: (token) => ({
    type: "list",
    ordered: true,
    start: Number(token.attrGet("start") ?? 1),
    bullet: token.markup,
  }),
  list_item_open: (token) => ({ type: "listItem", checked: token.meta?.checked ?? null }),
  note_open: (token) => ({ type: "footnoteDefinition", label: token.meta.label }),
  directive_open: (token) => ({ type: "directive", ...token.meta }),
  table_open: () => ({ type: "table", align: [] }),
  tr_open: () => ({ type: "tableRow" }),
  th_open: (token) => ({ type: "tableCell", align: SIDES[token.attrGet("style")] ?? null }),
  td_open: (token) => ({ type: "tableCell", align: SIDES[token.attrGet("style")] ?? null }),
};
const TRANSPARENT = ["thead_open", "thead_close", "tbody_open", "tbody_close"];

// The blocks that tokens make.
export function blocksOf(tokens) {
  const root = { type: "root", children: [] };
  const open = [root];
  for (const token of tokens) {
    const parent = open.at(-1);
    if (TRANSPARENT.includes(token.type)) continue;
    if (token.nesting === 1) {
      const node = { ...BLOCKS[token.type](token), children: [] };
      if (node.type === "paragraph") node.tight = token.hidden;
      parent.children.push(node);
      open.push(node);
    } else if (token.nesting === -1) settle(open.pop());
    else parent.children.push(...leaf(token));
  }
  return root.children;
}

function settle(node) {
  if (node.type === "table") node.align = node.children[0].children.map((cell) => cell.align);
  if (node.type !== "list") return;
  const paragraphs = node.children.flatMap((item) => item.children.filter((one) => one.type === "paragraph"));
  node.spread = paragraphs.some((one) => !one.tight);
}

function leaf(token) {
  if (token.type === "inline") return inlinesOf(token.children);
  if (token.type === "hr") return [{ type: "thematicBreak" }];
  const value = token.content.replace(/\n$/, "");
  return [{ type: "code", lang: token.info.trim() || null, value }];
}

function inlinesOf(tokens) {
  const open = [{ children: [] }];
  for (const token of tokens) {
    if (token.nesting === 1) {
      const node = { ...wrapper(token), level: open.length - 1, children: [] };
      open.at(-1).children.push(node);
      open.push(node);
    } else if (token.nesting === -1) open.pop();
    else open.at(-1).children.push(...inline(token));
  }
  return open[0].children;
}

function wrapper(token) {
  if (token.type !== "link_open") return { type: WRAPPERS[token.type] };
  const form = token.info || null;
  const url = form ? token.attrGet("href") : readable(token.attrGet("href"));
  return { type: "link", url, title: token.attrGet("title"), form };
}

function inline(token) {
  switch (token.type) {
    case "text":
      return token.content ? [{ type: "text", value: token.content }] : [];
    case "code_inline":
      return [{ type: "inlineCode", value: token.content }];
    case "softbreak":
      return [{ type: "softbreak" }];
    case "hardbreak":
      return [{ type: "break" }];
    case "image":
      return [image(token)];
    case "wiki_link":
      return [{ type: "wikiLink", ...token.meta }];
    case "note_call":
      return [{ type: "footnoteReference", label: token.meta.label }];
    default:
      throw new Error(token.type);
  }
}

function image(token) {
  return {
    type: "image",
    url: readable(token.attrGet("src")),
    title: token.attrGet("title"),
    alt: wordsOf(token.children ?? []),
  };
}

// The words of inline tokens, as the server takes them for alternative texts.
export function wordsOf(tokens) {
  const word = (token) => {
    if (token.type === "wiki_link") return (token.meta.label ?? token.meta.target).trim() || token.meta.target.trim();
    if (token.type === "softbreak" || token.type === "hardbreak") return " ";
    if (token.type === "image") return wordsOf(token.children ?? []);
    return token.type === "text" || token.type === "code_inline" ? token.content : "";
  };
  return tokens.map(word).join("");
}

// The parser percent-encodes addresses; a person reads and writes accents.
function readable(url) {
  try {
    const decoded = decodeURI(url);
    return /[^\s\u0021-\u007e]/.test(decoded) && !/\s/.test(decoded) && normalized(decoded) === url ? decoded : url;
  } catch {
    return url;
  }
}
