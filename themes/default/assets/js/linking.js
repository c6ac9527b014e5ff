// `[[` completes page titles, by keyboard: the arrows choose, Enter or Tab takes, Escape closes. The
// text keeps the focus; what is offered is told once.
import { titles } from "./suggesting.js";
import { type } from "./typing.js";

const OPEN = /\[\[([^\[\]\n|]{2,60})$/;
const WAIT_MS = 120;
const BREAKS = /[[\]|\n]/;

export function suggesterOf(address) {
  let asked = new AbortController();
  return async (query) => {
    asked.abort();
    asked = new AbortController();
    const found = await titles(address, query, asked.signal);
    return found.filter((one) => !BREAKS.test(one.title));
  };
}

// `place` gives the caret's box on the screen, or null where nobody knows it.
export function linking(body, { suggest, words, place }) {
  const box = body.closest("[data-writer]");
  const { list, told } = pieces(box, words);
  let timer = 0;
  let turn = 0;
  let at = -1;
  let left = "";

  const typed = () => (!body.hidden && body.selectionStart === body.selectionEnd ? OPEN.exec(body.value.slice(0, body.selectionStart)) : null);
  const close = () => {
    turn++;
    clearTimeout(timer);
    if (list.hidden) return;
    list.hidden = true;
    told.textContent = "";
    body.removeAttribute("aria-activedescendant");
  };
  const mark = (to) => {
    const options = [...list.children];
    at = (to + options.length) % options.length;
    for (const [n, option] of options.entries()) option.setAttribute("aria-selected", String(n === at));
    body.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const choose = (title) => {
    const found = typed();
    close();
    if (!found) return;
    body.setSelectionRange(body.selectionStart - found[1].length, body.selectionStart);
    const closed = body.value.startsWith("]]", body.selectionEnd);
    type(body, closed ? title : `${title}]]`);
    if (closed) body.setSelectionRange(body.selectionEnd + 2, body.selectionEnd + 2);
    close();
  };
  const show = (query, found) => {
    const known = found.some((one) => one.title.toLocaleLowerCase() === query.trim().toLocaleLowerCase());
    const all = known ? found : [...found, { title: query.trim(), kind: words.wanted, wanted: true }];
    list.replaceChildren(...all.map((one, n) => optionFor(one, `${list.id}-${n}`)));
    list.hidden = false;
    settle(list, box, body, place);
    mark(0);
    told.textContent = words.found.replace("{n}", String(found.length));
  };
  const ask = async () => {
    const found = typed();
    if (!found || !found[1].trim() || found[1] === left) return close();
    left = "";
    const mine = ++turn;
    try {
      const offered = await suggest(found[1]);
      if (mine === turn && typed()?.[1] === found[1]) show(found[1], offered);
    } catch {
      if (mine === turn) close();
    }
  };

  body.addEventListener("input", () => {
    clearTimeout(timer);
    if (typed()) timer = setTimeout(ask, WAIT_MS);
    else close();
  });
  body.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Escape") {
      left = typed()?.[1] ?? "";
      close();
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) choose(list.children[at].dataset.title);
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close();
      return;
    }
    event.preventDefault();
  });
  body.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) choose(option.dataset.title);
  });
}

function pieces(box, words) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "suggestions-texte";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.pages);
  list.hidden = true;
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  box.append(list, told);
  return { list, told };
}

function optionFor(one, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.dataset.title = one.title;
  option.classList.toggle("wanted", Boolean(one.wanted));
  const kind = document.createElement("span");
  kind.textContent = one.kind ?? "";
  option.append(one.title, kind);
  return option;
}

// Under the line being typed, within the width of the text; over it where there is no room under.
function settle(list, box, body, place) {
  const around = box.getBoundingClientRect();
  const spot = place() ?? { left: around.left, top: body.getBoundingClientRect().bottom - 48, bottom: body.getBoundingClientRect().bottom - 24 };
  const width = Math.min(384, around.width);
  const { height } = list.getBoundingClientRect();
  const over = spot.bottom + height > innerHeight && spot.top - height > 0;
  list.style.inlineSize = `${width}px`;
  list.style.insetInlineStart = `${Math.max(0, Math.min(spot.left - around.left, around.width - width))}px`;
  list.style.insetBlockStart = `${(over ? spot.top - height - 6 : spot.bottom) - around.top}px`;
}
