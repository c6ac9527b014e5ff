// The bar: marks around words, before lines, or blocks put in. It speaks to the text area, or to
// visual mode where that knows the same names.
import { type, typeBlock } from "./typing.js";

const KEYS = { b: "bold", i: "italic", k: "link" };
const BLANK = "https://";

const ACTIONS = {
  heading: (body) => title(body, "## "),
  subheading: (body) => title(body, "### "),
  bold: (body) => wrap(body, "**"),
  italic: (body) => wrap(body, "*"),
  list: (body) => lines(body, /^(\s*)([-*+]) /, () => "- "),
  numbers: (body) => lines(body, /^(\s*)(\d+[.)]) /, (n) => `${n}. `),
  quote: (body) => lines(body, /^()(>) ?/, () => "> "),
  link,
  page: (body) => wrap(body, "[[", "]]"),
  table: (body, button) => typeBlock(body, button.dataset.block),
  note,
};

export function marking(bar, body, { current, picture }) {
  if (!bar) return;
  bar.querySelector("[data-format='picture']").hidden = !picture;
  toolbar(bar);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-format]");
    if (!button) return;
    const editor = current();
    if (editor.format) editor.format(button.dataset.format);
    else if (button.dataset.format === "picture") picture();
    else ACTIONS[button.dataset.format]?.(body, button);
  });
  body.addEventListener("keydown", (event) => {
    const name = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && KEYS[event.key.toLowerCase()];
    if (!name) return;
    event.preventDefault();
    ACTIONS[name](body);
  });
}

// One stop for the Tab key, arrows within.
function toolbar(bar) {
  const buttons = () => [...bar.querySelectorAll("button")].filter((one) => !one.hidden);
  const stop = (chosen) => {
    for (const one of bar.querySelectorAll("button")) one.tabIndex = one === chosen ? 0 : -1;
  };
  stop(buttons()[0]);
  bar.addEventListener("focusin", (event) => stop(event.target));
  bar.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
}

function wrap(body, open, close = open) {
  const { selectionStart: start, selectionEnd: end } = body;
  const chosen = body.value.slice(start, end);
  const around = body.value.slice(start - open.length, start) === open && body.value.startsWith(close, end);
  if (chosen && around) {
    body.setSelectionRange(start - open.length, end + close.length);
    type(body, chosen);
    body.setSelectionRange(start - open.length, end - open.length);
    return;
  }
  type(body, open + chosen + close);
  body.setSelectionRange(start + open.length, start + open.length + chosen.length);
}

function link(body) {
  const { selectionStart: start, selectionEnd: end } = body;
  const chosen = body.value.slice(start, end);
  const address = /^https?:\/\/\S+$/.test(chosen) ? chosen : BLANK;
  const words = address === BLANK ? chosen : "";
  type(body, `[${words}](${address})`);
  if (!words) body.setSelectionRange(start + 1, start + 1);
  else body.setSelectionRange(start + words.length + 3, start + words.length + 3 + address.length);
}

function wholeLines(body) {
  const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
  const stop = body.value.indexOf("\n", Math.max(start, body.selectionEnd));
  body.setSelectionRange(start, stop < 0 ? body.value.length : stop);
  return body.value.slice(body.selectionStart, body.selectionEnd).split("\n");
}

function title(body, mark) {
  const chosen = wholeLines(body);
  const bare = chosen.map((line) => line.replace(/^#{1,6} +/, ""));
  const taken = chosen.every((line) => line.startsWith(mark));
  type(body, (taken ? bare : bare.map((line) => mark + line)).join("\n"));
}

function lines(body, pattern, mark) {
  const chosen = wholeLines(body);
  const taken = chosen.every((line) => pattern.test(line));
  const bare = taken ? chosen.map((line) => line.replace(pattern, "$1")) : chosen;
  type(body, (taken ? bare : bare.map((line, n) => mark(n + 1) + line)).join("\n"));
}

function note(body) {
  const numbers = [...body.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
  const mark = `[^${Math.max(0, ...numbers) + 1}]`;
  body.setSelectionRange(body.selectionEnd, body.selectionEnd);
  type(body, mark);
  const stop = body.value.trimEnd().length;
  body.setSelectionRange(stop, body.value.length);
  type(body, `\n\n${mark}: `);
}
