// Nothing typed is lost: the form is kept on the device under its page and base version, offered
// again at the next visit, and leaving with unsaved text asks.
import { forget, forgetOld, keep, recall, remember } from "./kept.js";

const WAIT_MS = 800;
const SKIPPED = new Set(["csrf", "base", "do"]);

const valuesOf = (form) => [...new FormData(form)].filter(([name, value]) => !SKIPPED.has(name) && typeof value === "string");

export function drafting(form) {
  const key = `draft:${form.dataset.writes}`;
  const before = JSON.stringify(valuesOf(form));
  const found = recall(key);
  let touched = false;
  let timer = 0;

  if (found && JSON.stringify(found.values) !== before) offer(form, key, found);

  form.addEventListener("input", () => {
    touched = true;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (keep(key, { at: Date.now(), values: valuesOf(form) })) say(form);
    }, WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    touched = false;
    clearTimeout(timer);
    keep(key, { at: Date.now(), values: valuesOf(form) });
    if (event.submitter?.value === "save") remember(key);
  });
  forgetOld("draft:");
  form.querySelector("[data-leaves]")?.addEventListener("click", () => forget(key));
  addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });
}

function say(form) {
  const state = form.querySelector("[data-draft-kept]");
  const words = state?.querySelector("[data-words]");
  if (!words) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  words.textContent = words.dataset.words.replace("{time}", time);
  state.hidden = false;
}

function offer(form, key, found) {
  const box = form.querySelector("[data-draft-found]");
  if (!box) return;
  box.querySelector("[data-draft-when]").textContent = new Date(found.at).toLocaleString(document.documentElement.lang, {
    dateStyle: "long",
    timeStyle: "short",
  });
  box.hidden = false;
  box.querySelector("[data-draft-take]").addEventListener("click", () => {
    fill(form, found.values);
    box.hidden = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.querySelector("[data-draft-drop]").addEventListener("click", () => {
    forget(key);
    box.hidden = true;
  });
}

function fill(form, values) {
  const byName = Map.groupBy ? Map.groupBy(values, ([name]) => name) : grouped(values);
  makeRows(form, byName);
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.name) || field.type === "hidden" || field.type === "submit") continue;
    const kept = (byName.get(field.name) ?? []).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
    else if (kept.length) field.value = kept[0];
  }
}

function grouped(values) {
  const groups = new Map();
  for (const pair of values) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
  return groups;
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
