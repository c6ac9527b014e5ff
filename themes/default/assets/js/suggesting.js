// Titles as one types: a combobox over a plain GET that answers [{title, url, kind}].
const WAIT_MS = 150;

export async function titles(address, text, signal) {
  const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal });
  return answer.ok ? answer.json() : [];
}

let lists = 0;

export function suggesting(input, address) {
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

  let timer = 0;
  let asked = new AbortController();
  let at = -1;

  const options = () => [...list.children];
  const close = () => {
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
  const show = (found) => {
    list.replaceChildren(...found.map((one, i) => optionFor(one, `${list.id}-${i}`)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  };
  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const text = input.value.trim();
    if (text.length < 2) return close();
    try {
      show(await titles(address, text, asked.signal));
    } catch {
      close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") close();
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown") mark((at + 1) % count);
    else if (event.key === "ArrowUp") mark(at <= 0 ? count - 1 : at - 1);
    else if (event.key === "Enter" && at >= 0) location.assign(options()[at].dataset.url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}

function optionFor(one, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.dataset.url = one.url;
  option.textContent = one.title;
  if (one.kind) {
    const kind = document.createElement("span");
    kind.textContent = one.kind;
    option.append(kind);
  }
  return option;
}
