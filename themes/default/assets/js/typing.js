// Helps while one types: signs left, and a bar that puts marks around words.
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

export function marking(bar, body) {
  if (!bar || !body) return;
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-wrap]");
    if (!button) return;
    if ("line" in button.dataset) markLines(body, button.dataset.wrap);
    else markWords(body, button.dataset.wrap, button.dataset.close ?? button.dataset.wrap);
  });
}

// execCommand keeps the browser's own undo, which setting `value` would lose.
export function type(body, text) {
  body.focus();
  if (!document.execCommand("insertText", false, text)) body.setRangeText(text, body.selectionStart, body.selectionEnd, "end");
  body.dispatchEvent(new Event("input", { bubbles: true }));
}

function markWords(body, open, close) {
  const { selectionStart: start, selectionEnd: end } = body;
  const chosen = body.value.slice(start, end);
  type(body, open + chosen + close);
  if (!chosen) body.setSelectionRange(start + open.length, start + open.length);
}

function markLines(body, mark) {
  const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
  const stop = body.value.indexOf("\n", body.selectionEnd);
  body.setSelectionRange(start, stop < 0 ? body.value.length : stop);
  const lines = body.value.slice(body.selectionStart, body.selectionEnd).split("\n");
  type(body, lines.map((line) => (line.startsWith(mark) ? line.slice(mark.length) : mark + line)).join("\n"));
}
