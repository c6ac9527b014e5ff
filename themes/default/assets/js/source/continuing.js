// Enter goes on with a list or a quotation; on an empty item it ends it.
import { type } from "../typing.js";

const ITEM = /^(\s*)([-*+]|\d+[.)]|>)( +)(\[[ xX]\] )?/;

export function continuing(body) {
  const onKey = (event) => {
    const plain = event.key === "Enter" && !event.isComposing && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!plain || event.defaultPrevented || body.selectionStart !== body.selectionEnd) return;
    const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
    const line = body.value.slice(start).split("\n", 1)[0];
    const item = ITEM.exec(line);
    if (!item || body.selectionStart < start + item[0].length) return;
    event.preventDefault();
    if (line.trim() === item[0].trim()) {
      body.setSelectionRange(start, start + line.length);
      type(body, "\n");
    } else type(body, `\n${next(item)}`);
  };
  body.addEventListener("keydown", onKey);
  return () => body.removeEventListener("keydown", onKey);
}

function next([, indent, mark, space, task]) {
  const number = parseInt(mark, 10);
  return `${indent}${number ? number + 1 + mark.at(-1) : mark}${space}${task ? "[ ] " : ""}`;
}
