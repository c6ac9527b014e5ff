// The layer over the text area: the same signs at the same place, in colour. Only the lines that
// changed are drawn anew, so that a long page costs no more than a short one.
import { runs, states } from "./colouring.js";

export function drawing(body) {
  const layer = document.createElement("div");
  layer.className = "colours";
  layer.setAttribute("aria-hidden", "true");
  body.after(layer);
  let drawn = { lines: [], states: [] };

  const draw = () => {
    drawn = redraw(layer, drawn, body.value);
    follow();
  };
  const follow = () => {
    layer.scrollTop = body.scrollTop;
  };
  // The scroll bar takes its room from the text area alone.
  const measure = () => {
    layer.style.inlineSize = `${body.clientWidth}px`;
    follow();
  };
  const watch = new ResizeObserver(measure);
  watch.observe(body);
  body.addEventListener("input", draw);
  body.addEventListener("scroll", follow, { passive: true });
  measure();
  draw();
  body.parentElement.classList.add("coloured");
  return {
    draw,
    caret: () => caret(layer, body),
    destroy() {
      watch.disconnect();
      body.removeEventListener("input", draw);
      body.removeEventListener("scroll", follow);
      body.parentElement.classList.remove("coloured");
      layer.remove();
    },
  };
}

function redraw(layer, old, text) {
  const lines = text.split("\n");
  const now = { lines, states: states(lines) };
  const same = (a, b) => old.lines[a] === lines[b] && old.states[a] === now.states[b];
  const most = Math.min(old.lines.length, lines.length);
  let head = 0;
  while (head < most && same(head, head)) head++;
  let tail = 0;
  while (tail < most - head && same(old.lines.length - 1 - tail, lines.length - 1 - tail)) tail++;
  const one = old.lines.length === lines.length && most - head - tail === 1;
  if (one && retyped(layer.children[head], runs(lines[head], now.states[head]))) return now;
  const after = layer.children[old.lines.length - tail] ?? null;
  for (let n = old.lines.length - tail - head; n > 0; n--) layer.children[head].remove();
  const fresh = document.createDocumentFragment();
  for (let n = head; n < lines.length - tail; n++) fresh.append(lineOf(lines[n], now.states[n]));
  layer.insertBefore(fresh, after);
  return now;
}

function lineOf(line, state) {
  const node = document.createElement("div");
  if (!line) node.append(document.createElement("br"));
  for (const [kind, signs] of runs(line, state)) node.append(kind ? run(kind, signs) : signs);
  return node;
}

function run(kind, signs) {
  const node = document.createElement("span");
  node.className = `c-${kind}`;
  node.textContent = signs;
  return node;
}

// Most keys only make a run longer: its signs are put in place, and no style is computed anew.
function retyped(node, found) {
  const nodes = [...node.childNodes];
  const kindOf = (one) => (one.nodeType === Node.TEXT_NODE ? "" : one.className.slice(2) || null);
  if (nodes.length !== found.length || nodes.some((one, n) => kindOf(one) !== found[n][0] || !found[n][1])) return false;
  for (const [n, one] of nodes.entries()) {
    const signs = one.nodeType === Node.TEXT_NODE ? one : one.firstChild;
    if (signs.data !== found[n][1]) signs.data = found[n][1];
  }
  return true;
}

// Where the caret stands on the screen.
function caret(layer, body) {
  const before = body.value.slice(0, body.selectionEnd);
  const line = layer.children[before.split("\n").length - 1];
  if (!line) return null;
  let left = before.length - (before.lastIndexOf("\n") + 1);
  const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (left <= walk.currentNode.length) {
      const range = document.createRange();
      range.setStart(walk.currentNode, left);
      const boxes = range.getClientRects();
      return boxes[boxes.length - 1] ?? line.getBoundingClientRect();
    }
    left -= walk.currentNode.length;
  }
  return line.getBoundingClientRect();
}
