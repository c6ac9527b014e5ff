// Helps while one types: signs left, and words put in so that the browser's own undo takes them out.
export function counting(input) {
  const line = document.createElement("p");
  line.className = "help count";
  line.setAttribute("aria-live", "polite");
  input.after(line);
  const limit = Number(input.dataset.limit);
  const draw = () => {
    const left = limit - [...input.value].length;
    line.textContent = left < 0 ? input.dataset.over.replace("{n}", String(-left)) : left < 60 ? input.dataset.left.replace("{n}", String(left)) : "";
    line.classList.toggle("over", left < 0);
  };
  input.addEventListener("input", draw);
  draw();
}

// execCommand keeps the browser's own undo, which setting `value` would lose. It says `input` by itself.
export function type(body, text) {
  if (document.activeElement !== body) body.focus();
  if (text && document.execCommand("insertText", false, text)) return;
  if (!text && document.execCommand("delete")) return;
  body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

// A paragraph of its own after the block where one writes: a picture, a table.
export function typeBlock(body, markdown) {
  const { value, selectionEnd } = body;
  const stop = value.slice(selectionEnd).search(/\n[ \t]*(\n|$)|$/) + selectionEnd;
  const before = value.slice(0, stop).trimEnd() ? "\n\n" : "";
  body.setSelectionRange(stop, stop);
  type(body, `${before}${markdown}${value.slice(stop).trim() ? "" : "\n"}`);
}
