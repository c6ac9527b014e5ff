// Pages that a field refers to: chosen by title, shown as a list one can take from. The textarea,
// one page per line, stays what is sent.
import { changed, filledIn, saying } from "./saying.js";
import { completing, titles } from "./suggesting.js";
import { around } from "./towns.js";

export function references(area, address) {
  if (area.dataset.ready || !address) return;
  area.dataset.ready = "yes";
  const form = area.form;
  const say = saying(form);
  const list = document.createElement("ul");
  list.className = "chosen";
  const input = inputFor(area);
  let drawn = null;

  const lines = () => area.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const write = (titles) => {
    area.value = titles.join("\n");
    draw();
    changed(form);
  };
  const draw = () => {
    if (area.value === drawn) return;
    drawn = area.value;
    list.replaceChildren(...lines().map((title) => chip(title)));
    list.hidden = lines().length === 0;
    box.hidden = area.dataset.one === "1" && lines().length > 0;
  };
  const chip = (title) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const words = document.createElement("span");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = area.dataset.take;
    words.className = "unseen";
    words.textContent = ` ${title}`;
    button.append(words);
    button.addEventListener("click", () => {
      write(lines().filter((one) => one !== title));
      say(filledIn(area.dataset.taken, { title }));
      input.focus();
    });
    item.append(title, button);
    return item;
  };
  const add = (title) => {
    input.value = "";
    write([...new Set([...lines(), title])]);
    say(filledIn(area.dataset.added, { title }));
    if (box.hidden) list.querySelector("button")?.focus();
  };

  area.before(list, input);
  completing(around(input), {
    find: (text, signal) => titles(address, text, signal, area.dataset.kinds),
    choose: (one) => add(one.title),
    otherwise: add,
  });
  const box = input.parentElement;
  // What was typed and not chosen is sent too: the server says what it is.
  input.addEventListener("change", () => {
    if (input.value.trim()) add(input.value.trim());
  });
  area.hidden = true;
  area.id = `${area.id}-lignes`;
  form.addEventListener("input", draw);
  draw();
}

function inputFor(area) {
  const input = document.createElement("input");
  input.className = "input";
  input.id = area.id;
  input.autocomplete = "off";
  input.placeholder = area.dataset.find;
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) input.setAttribute(name, area.getAttribute(name));
  }
  return input;
}
