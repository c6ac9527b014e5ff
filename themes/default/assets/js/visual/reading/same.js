// What of a text readers can tell: two texts with the same account look the same to them.
import { wordsOf } from "./tree.js";

const SHOWN = ["href", "src", "title", "start", "style"];

export const accountOf = (tokens) => tokens.map(said).join("\n");

function said(token) {
  if (token.type === "inline") return line(token.children);
  if (token.type === "fence" || token.type === "code_block") {
    return JSON.stringify(["code", token.info.trim(), token.content]);
  }
  return JSON.stringify([token.type, token.tag, token.hidden, shown(token), token.meta ? meta(token.meta) : ""]);
}

const shown = (token) => (token.attrs ?? []).filter(([name]) => SHOWN.includes(name));

function meta({ colons: _colons, ...rest }) {
  return { ...rest, name: rest.name?.toLowerCase() };
}

function line(children) {
  const parts = [];
  let words = "";
  for (const token of children) {
    if (token.type === "text") {
      words += token.content;
      continue;
    }
    if (words) parts.push(words);
    words = "";
    parts.push([token.type, token.nesting, token.type === "code_inline" ? token.content : "", shown(token), about(token)]);
  }
  return JSON.stringify(words ? [...parts, words] : parts);
}

function about(token) {
  if (token.type === "image") return wordsOf(token.children ?? []);
  if (token.type !== "wiki_link") return token.meta ?? "";
  const { target, label } = token.meta;
  return [target.trim(), (label ?? "").trim()];
}
