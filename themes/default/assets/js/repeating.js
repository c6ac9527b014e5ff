// Rows that can be added and taken away: steps, dated figures, trials.
export function repeating(group) {
  const blank = group.querySelector("template");
  const add = group.querySelector("[data-add]");
  for (const row of group.querySelectorAll("[data-row]")) removable(row);
  if (!blank || !add) return;
  add.type = "button";
  add.addEventListener("click", () => {
    const number = next(group);
    const row = numbered(blank.content.firstElementChild, number);
    add.before(row);
    removable(row);
    row.querySelector("input, textarea, select")?.focus();
  });
}

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

function removable(row) {
  const button = row.querySelector("[data-remove]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const form = row.closest("form");
    const after = row.nextElementSibling ?? row.parentElement;
    row.remove();
    after.querySelector("input, button")?.focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
