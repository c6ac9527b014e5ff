// A combobox: what is found for the letters typed, chosen with arrows and Enter, or a click.
import { recent, searchOf } from "./recent.js";

const WAIT_MS = 150;

export async function titles(address, text, signal, kinds = "") {
  const asked = new URLSearchParams({ q: text });
  if (kinds) asked.set("kind", kinds);
  const answer = await fetch(`${address}?${asked}`, { signal });
  return answer.ok ? answer.json() : [];
}

// For a search box: what was searched on this device, criteria and titles of pages, over a plain GET
// that answers [{title, url, kind}]. Choosing one goes there.
export function suggesting(input, address) {
  const before = (text) => recent(text).map((words) => ({ title: words, url: searchOf(words), kind: input.dataset.before }));
  completing(input, {
    find: async (text, signal) => {
      const found = await fetch(`${address}?${new URLSearchParams({ q: text, avec: "criteres" })}`, { signal });
      return [...before(text).slice(0, 2), ...(found.ok ? await found.json() : [])];
    },
    choose: (one) => location.assign(one.url),
    empty: () => before(""),
  });
}

let lists = 0;

// `find(text, signal)` gives [{title, kind}]; `choose(one)` is told which was taken. Where none is
// marked, Enter is `otherwise(text)`, if there is one. `empty()` gives what is offered before
// anything is typed, on a click or an arrow.
export function completing(input, { find, choose, otherwise, empty }) {
  const list = listFor(input);
  let timer = 0;
  let asked = new AbortController();
  let at = -1;
  let found = [];

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asked.abort();
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (position) => {
    at = position;
    for (const [i, option] of options().entries()) option.setAttribute("aria-selected", String(i === at));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  };
  const take = (position) => {
    const one = found[position];
    close();
    choose(one);
  };
  const show = (answer) => {
    found = answer;
    list.replaceChildren(...found.map((one, i) => optionFor(one, `${list.id}-${i}`)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(-1);
  };
  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const text = input.value.trim();
    if (text.length < 2) return close();
    try {
      show(await find(text, asked.signal));
    } catch {
      // typed on, or offline: what is there stays
    }
  };

  const offer = () => {
    if (empty && list.hidden && !input.value.trim()) show(empty());
  };

  input.addEventListener("click", offer);
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Enter" && otherwise && (list.hidden || at < 0)) {
      event.preventDefault();
      const text = input.value.trim();
      close();
      if (text) otherwise(text);
      return;
    }
    if (event.key === "Escape") close();
    if (event.key === "ArrowDown") offer();
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown") mark((at + 1) % count);
    else if (event.key === "ArrowUp") mark(at <= 0 ? count - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) take(at);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(options().indexOf(option));
  });
}

function listFor(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${++lists}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  return list;
}

function optionFor(one, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.textContent = one.title;
  if (one.kind) {
    const kind = document.createElement("span");
    kind.textContent = one.kind;
    option.append(kind);
  }
  return option;
}
