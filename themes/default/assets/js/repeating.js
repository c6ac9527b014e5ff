// Rows that are added, moved and taken away: steps, dated figures, trials. Rows keep their numbers
// (which row of the file each is) and are sent in the order of the screen.
import { changed, filledIn, saying } from "./saying.js";

// `ready(row)` is called for each row that comes.
export function repeating(group, ready = () => {}) {
  const blank = group.querySelector("template");
  const add = group.querySelector("[data-add]");
  const form = group.closest("form");
  const say = saying(form);
  const rows = () => [...group.children].filter((child) => "row" in child.dataset);

  const renumber = () => {
    for (const [n, row] of rows().entries()) {
      for (const words of row.querySelectorAll(":scope > legend, :scope > .repeat-foot .unseen")) {
        words.textContent = words.textContent.replace(/\d+(?=\D*$)/, String(n + 1));
      }
    }
    for (const [n, row] of rows().entries()) {
      button(row, "up").disabled = n === 0;
      button(row, "down").disabled = n === rows().length - 1;
    }
  };
  const move = (row, by) => {
    const all = rows();
    const other = all[all.indexOf(row) + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    const name = row.querySelector("legend").textContent.trim();
    renumber();
    const way = by < 0 ? "up" : "down";
    const back = button(row, way);
    (back.disabled ? button(row, way === "up" ? "down" : "up") : back).focus();
    say(filledIn(group.dataset.moved ?? "", { row: name, n: rows().indexOf(row) + 1, all: rows().length }));
    changed(form);
  };
  const drop = (row) => {
    const after = row.nextElementSibling ?? add;
    const name = row.querySelector("legend").textContent.trim();
    row.remove();
    renumber();
    ("row" in after.dataset ? after.querySelector("input, textarea, select") : add)?.focus();
    say(filledIn(group.dataset.removed ?? "", { row: name }));
    changed(form);
  };
  const wire = (row) => {
    const acts = { up: () => move(row, -1), down: () => move(row, 1), drop: () => drop(row) };
    for (const [name, act] of Object.entries(acts)) {
      const found = button(row, name);
      if (!found) return;
      found.type = "button";
      found.hidden = false;
      found.addEventListener("click", act);
    }
    ready(row);
  };

  for (const row of rows()) wire(row);
  if (rows().every((row) => button(row, "up"))) renumber();
  if (!blank || !add) return;
  add.type = "button";
  add.addEventListener("click", () => {
    const row = numbered(blank.content.firstElementChild, next(group));
    (rows().at(-1) ?? add.previousElementSibling).after(row);
    wire(row);
    renumber();
    row.querySelector("input, textarea, select")?.focus();
  });
}

const button = (row, name) => row.querySelector(`:scope > .repeat-foot > [data-${name}]`);

function next(group) {
  const prefix = `${group.dataset.repeat}.`;
  const taken = [...group.querySelectorAll("[name]")]
    .filter((field) => field.name.startsWith(prefix))
    .map((field) => Number(field.name.slice(prefix.length).split(".")[0]));
  return Math.max(-1, ...taken.filter(Number.isInteger)) + 1;
}

function numbered(blank, number) {
  const row = blank.cloneNode(true);
  for (const node of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of [...node.attributes]) {
      attribute.value = attribute.value.replaceAll("__n__", String(number));
    }
  }
  const walk = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replaceAll("__n__", String(number + 1));
  return row;
}
