// The text as it will be read, asked of the server (POST form: csrf, kind, body; answers HTML that
// the server made safe) while one pauses. One request at a time; an older one is given up.
import { keep, recall } from "./kept.js";

const WAIT_MS = 400;
const KEPT = "preview";
const WIDE = "(min-width: 62rem)";

export function previewing(form, body, words) {
  const box = form.querySelector("[data-preview]");
  const text = box?.querySelector("[data-preview-text]");
  if (!text || !body) return null;
  const toggle = form.querySelector("[data-preview-toggle]");
  const state = box.querySelector("[data-preview-state]");
  let timer = 0;
  let asked = null;
  let shown = null;

  const tell = (sentence) => {
    if (state.textContent !== sentence) state.textContent = sentence;
    state.hidden = !sentence;
  };
  const ask = async () => {
    if (box.hidden) return;
    asked?.abort();
    const now = new AbortController();
    asked = now;
    const sent = new URLSearchParams({ csrf: form.elements.csrf.value, kind: form.elements.kind.value, body: body.value });
    try {
      const answer = await fetch(box.dataset.preview, { method: "POST", body: sent, signal: now.signal });
      if (!answer.ok) return tell(answer.status === 401 || answer.status === 403 ? words.over : words.refused);
      const html = (await answer.text()).trim();
      if (html !== shown) text.innerHTML = html;
      shown = html;
      tell(html ? "" : words.nothing);
      follow(text, body);
    } catch (error) {
      if (error.name !== "AbortError") tell(words.offline);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  };
  const open = (opened) => {
    if (box.hidden !== opened) return;
    box.hidden = !opened;
    toggle.setAttribute("aria-expanded", String(opened));
    settle(box);
    ask();
  };
  body.addEventListener("input", soon);
  toggle.addEventListener("click", () => {
    keep(KEPT, box.hidden);
    open(box.hidden);
  });
  body.addEventListener("keyup", (event) => {
    if (/^(Arrow|Page|Home|End)/.test(event.key)) follow(text, body);
  });
  body.addEventListener("pointerup", () => follow(text, body));
  addEventListener("online", soon);
  addEventListener("resize", () => settle(box), { passive: true });
  // Visual mode shows the text as it is read already: there, the preview waits to be asked for.
  return { follow: (mode) => open(recall(KEPT) ?? mode === "source") };
}

// Beside the text where the column on the right is free there, under it elsewhere.
function settle(box) {
  const field = box.closest(".text-field");
  const aside = document.querySelector(".desk > .aside");
  const free = aside && aside.getBoundingClientRect().bottom + 24 < field.getBoundingClientRect().top;
  box.classList.toggle("beside", Boolean(free) && matchMedia(WIDE).matches);
}

// Brings the block that is being written into view, where the preview scrolls by itself.
function follow(text, body) {
  if (text.scrollHeight <= text.clientHeight || body.hidden) return;
  const block = blockAt(text, body);
  if (!block) return;
  const top = block.offsetTop - text.offsetTop;
  const seen = top >= text.scrollTop && top + Math.min(block.offsetHeight, text.clientHeight / 2) <= text.scrollTop + text.clientHeight;
  if (!seen) text.scrollTop = Math.max(0, top - text.clientHeight / 4);
}

const bare = (signs) => signs.toLocaleLowerCase().replace(/\]\([^)]*\)/g, "").replace(/[^\p{L}\p{N}]+/gu, "");

// The block with the same words; where several have them, the one that stands about as far down.
function blockAt(text, body) {
  const blocks = [...text.children];
  const caret = body.selectionEnd;
  const start = body.value.lastIndexOf("\n\n", Math.max(0, caret - 1)) + 1;
  const words = bare(body.value.slice(start).trimStart().split(/\n\n/, 1)[0].split("|").at(-1)).slice(0, 40);
  const expected = Math.round((caret / Math.max(1, body.value.length)) * (blocks.length - 1));
  const near = blocks.map((_, n) => n).sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected));
  return blocks[near.find((n) => words && bare(blocks[n].textContent).includes(words)) ?? expected];
}
