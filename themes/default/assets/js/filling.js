// What a form holds as [name, value], and a form filled again from it.
const SKIPPED = new Set(["csrf", "base", "do"]);

export const valuesOf = (form) => [...new FormData(form)].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");

export function fill(form, values) {
  const byName = new Map();
  for (const [name, value] of values) byName.set(name, [...(byName.get(name) ?? []), value]);
  makeRows(form, byName);
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || ["hidden", "submit", "file"].includes(field.type)) continue;
    const kept = byName.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (kept.length) field.value = kept[0];
  }
}

// A draft may have more rows than the page: they are added before they are filled.
function makeRows(form, byName) {
  for (const group of form.querySelectorAll("[data-repeat]")) {
    const name = `${group.dataset.repeat}.`;
    const numbers = [...byName.keys()].filter((one) => one.startsWith(name)).map((one) => Number(one.slice(name.length).split(".")[0]));
    const wanted = Math.max(-1, ...numbers.filter(Number.isInteger)) + 1;
    for (let n = group.querySelectorAll("[data-row]").length; n < wanted; n++) group.querySelector("[data-add]")?.click();
  }
}
