// How the wiki's pages are written: the options and handlers given to remark-stringify.
import { defaultHandlers } from "mdast-util-to-markdown";
import { normalized } from "../reading/grammar.js";

const ANGLES = /<[^\s<>]*[:@]/;
const SIDES = { left: ":---", right: "---:", center: ":---:" };
const NOTED = "footnoteDefinition";

const UNSAFE = [
  { atBreak: true, character: ":", after: "::" },
  { character: "~", after: "~", inConstruct: "phrasing" },
  { character: "~", before: "~", inConstruct: "phrasing" },
  { character: "\n", inConstruct: "tableCell" },
  { character: "|", inConstruct: "tableCell" },
  { atBreak: true, character: "|" },
  { atBreak: true, character: ":", after: "-" },
  { atBreak: true, character: "-", after: "[:|-]" },
];

export const style = {
  bullet: "-",
  bulletOther: "*",
  bulletOrdered: ".",
  emphasis: "*",
  strong: "*",
  fence: "`",
  fences: true,
  rule: "-",
  listItemIndent: "one",
  resourceLink: true,
  unsafe: UNSAFE,
  join: [],
  handlers: {
    text,
    list,
    listItem,
    link,
    inlineCode,
    wikiLink: (node) => `[[${node.target}${node.label === null ? "" : `|${node.label}`}]]`,
    softbreak: (_node, _parent, state) => (state.stack.includes("tableCell") ? " " : "\n"),
    delete: strike,
    footnoteReference: (node) => `[^${node.label}]`,
    footnoteDefinition,
    directive,
    table,
    spelt: (node) => node.value,
    opaque: (node) => node.value,
  },
};
style.handlers.wikiLink.peek = () => "[";
style.handlers.footnoteReference.peek = () => "[";
strike.peek = () => "~";
link.peek = (node) => (node.form === "bare" ? "h" : "[");

// Raw HTML is text here: `<` needs no escape unless it may begin an address in angles.
function text(node, parent, state, info) {
  const kept = state.unsafe;
  if (!ANGLES.test(node.value)) state.unsafe = kept.filter((one) => one.character !== "<");
  const value = defaultHandlers.text(node, parent, state, info);
  state.unsafe = kept;
  return value;
}

// The author's own bullet is kept.
function list(node, parent, state, info) {
  const kept = state.options;
  const bullet = node.bullet ?? (node.ordered ? "." : "-");
  const mark = node.ordered
    ? { bulletOrdered: bullet }
    : { bullet, bulletOther: bullet === "*" ? "-" : "*" };
  state.options = { ...kept, ...mark };
  const value = defaultHandlers.list(node, parent, state, info);
  state.options = kept;
  return value;
}

function listItem(node, parent, state, info) {
  const value = defaultHandlers.listItem(node, parent, state, info);
  if (typeof node.checked !== "boolean") return value;
  const box = `[${node.checked ? "x" : " "}] `;
  return /^(?:[-+*]|\d+[.)])$/.test(value) ? `${value} ${box}` : value.replace(/^(?:[-+*]|\d+[.)]) +/, `$&${box}`);
}

function link(node, parent, state, info) {
  const words = node.children.length === 1 && node.children[0].type === "text" ? node.children[0].value : "";
  const asIs = words && (normalized(words) === node.url || normalized(`mailto:${words}`) === node.url);
  if (asIs && node.form) return node.form === "bare" ? words : `<${words}>`;
  return defaultHandlers.link(node, parent, state, info);
}

function inlineCode(node, parent, state, info) {
  const value = defaultHandlers.inlineCode(node, parent, state, info);
  return state.stack.includes("tableCell") ? value.replaceAll("|", "\\|") : value;
}

function strike(node, _parent, state, info) {
  const exit = state.enter("strikethrough");
  const tracker = state.createTracker(info);
  let value = tracker.move("~~");
  value += state.containerPhrasing(node, { ...tracker.current(), before: value, after: "~" });
  exit();
  return `${value}~~`;
}

function footnoteDefinition(node, _parent, state, info) {
  const exit = state.enter(NOTED);
  const tracker = state.createTracker(info);
  const head = tracker.move(`[^${node.label}]:`);
  tracker.shift(4);
  const inner = state.containerFlow(node, tracker.current());
  exit();
  if (!inner) return head;
  const indented = state.indentLines(inner, (line, at, blank) => (at && !blank ? `    ${line}` : line));
  return node.children[0].type === "paragraph" ? `${head} ${indented}` : `${head}\n${inner.replace(/^(?=.)/gm, "    ")}`;
}

function directive(node, _parent, state, info) {
  const colons = ":".repeat(node.colons ?? 3);
  const exit = state.enter("directive");
  const inner = state.containerFlow(node, info);
  exit();
  const head = `${colons}${node.name}${node.args ? ` ${node.args}` : ""}`;
  return inner ? `${head}\n${inner}\n${colons}` : `${head}\n${colons}`;
}

function table(node, _parent, state, info) {
  const exit = state.enter("table");
  const rows = node.children.map((row) => row.children.map((cell) => cellText(cell, state, info)));
  exit();
  const sides = node.align.map((side) => SIDES[side] ?? "---");
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(rows[0]), line(sides), ...rows.slice(1).map(line)].join("\n");
}

function cellText(cell, state, info) {
  const exit = state.enter("tableCell");
  const subexit = state.enter("phrasing");
  const value = state.containerPhrasing(cell, { ...info, before: " ", after: " " });
  subexit();
  exit();
  return value;
}
