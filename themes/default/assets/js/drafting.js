// Nothing typed is lost: the form is kept on the device, a draft for each tab, and offered again at
// the next visit; leaving with unsaved text asks. A draft goes once a screen says that it was saved,
// or when its writer says so.
import { valuesOf } from "./filling.js";
import { allKept, forget, forgetOld, keep, remember, sent, unsend } from "./kept.js";
import { offering } from "./offering.js";

const WAIT_MS = 800;
const CLOSING_MS = 1500;

export function drafting(form) {
  const tab = tabName();
  const returned = form.querySelector("[data-focus], [id='apercu']") !== null;
  const start = JSON.stringify(valuesOf(form));
  const whole = form.elements.namedItem("text") !== null;
  const part = form.dataset.writes.split("|")[2] ?? "";
  const before = `draft:${actionOf(form)}|`;
  let touched = returned;
  let timer = 0;
  let alive = false;

  const keyNow = () => `${before}${form.elements.base.value}|${tab}`;
  const keepNow = () => {
    clearTimeout(timer);
    timer = 0;
    const values = valuesOf(form);
    const kept = keep(keyNow(), { at: Date.now(), base: form.elements.base.value, whole, part, values });
    say(form, kept);
    return kept;
  };
  const touch = () => {
    touched = true;
    if (!alive) stayAlive(tab);
    alive = true;
    timer ||= setTimeout(keepNow, WAIT_MS);
  };

  forgetOld("draft:");
  if (!returned) unsend();
  found(before, start, returned).then((drafts) => offering(form, drafts, { whole, part, keepNow, touch }));
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  form.addEventListener("submit", (event) => {
    keepNow();
    touched = false;
    if (!["preview", ""].includes(event.submitter?.value ?? "")) remember([keyNow()]);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) touched = true;
  });
  addEventListener("pagehide", () => timer && keepNow());
  document.addEventListener("visibilitychange", () => document.hidden && timer && keepNow());
  leaving(form, () => forget(keyNow()));
  asking(() => touched);
}

// Drafts of this page whose tab is gone, newest first; one that says what the page says is forgotten.
async function found(before, start, returned) {
  const drafts = [];
  for (const [key, draft] of allKept(before)) {
    const same = !draft.crossing && JSON.stringify(draft.values) === start;
    if (same && !returned) forget(key);
    if (!same && (await isClosed(key.split("|").at(-1)))) drafts.push([key, draft]);
  }
  return drafts.sort(([, one], [, other]) => other.at - one.at);
}

// The screen where two texts cross: choices and text are kept, and can be taken up from the form.
export function choosing(form) {
  const action = actionOf(form);
  const base = form.elements.namedItem("base")?.value ?? "";
  const again = allKept(`draft:${action}|`).find(([, draft]) => draft.crossing && sameCrossing(draft, form));
  const key = again?.[0] ?? `draft:${action}|${base}|${tabName()}`;
  const keys = [...new Set([...sent(), ...(again?.[1].sent ?? [])])];
  const later = form.querySelector("[data-later]");
  let touched = false;

  for (const [name, value] of again?.[1].values ?? []) {
    for (const field of form.querySelectorAll("input")) {
      if (field.name !== name) continue;
      if (field.type !== "radio") field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
  const keepNow = () => later && keep(key, { at: Date.now(), base, crossing: true, sent: keys, values: valuesOf(form) });
  form.addEventListener("input", () => {
    touched = true;
    keepNow();
  });
  form.addEventListener("submit", () => {
    touched = false;
    keepNow();
    remember([...keys, key]);
  });
  if (later) later.hidden = form.querySelector("[data-later-help]").hidden = !keepNow();
  later?.addEventListener("click", () => {
    if (!keepNow()) return;
    touched = false;
    location.assign(later.dataset.later);
  });
  asking(() => touched);
}

function sameCrossing(draft, form) {
  const kept = new Map(draft.values);
  return ["seen", "text"].every((name) => (kept.get(name) ?? "") === (form.elements.namedItem(name)?.value ?? ""));
}

const actionOf = (form) => new URL(form.action, location.href).pathname;
const tabName = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

// A lock lasts as long as its tab: that is how another tab knows whose draft is still being written.
function stayAlive(tab) {
  navigator.locks?.request(`draft:${tab}`, () => new Promise(() => {}));
}

async function isClosed(tab) {
  if (!navigator.locks) return true;
  const patience = new AbortController();
  setTimeout(() => patience.abort(), CLOSING_MS);
  try {
    return await navigator.locks.request(`draft:${tab}`, { signal: patience.signal }, () => true);
  } catch {
    return false;
  }
}

function asking(isUnsaved) {
  addEventListener("beforeunload", (event) => {
    if (isUnsaved() && navigator.userActivation?.hasBeenActive !== false) event.preventDefault();
  });
}

// Who gives up and then stays, because the question made them think, has lost nothing.
function leaving(form, forgetNow) {
  let leaves = false;
  form.querySelector("[data-leaves]")?.addEventListener("click", (event) => {
    leaves = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  });
  form.addEventListener("input", () => {
    leaves = false;
  });
  addEventListener("pagehide", () => leaves && forgetNow());
}

function say(form, kept) {
  const state = form.querySelector("[data-draft-kept]");
  const words = state?.querySelector("[data-words]");
  if (!words) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  const sentence = kept ? words.dataset.words.replace("{time}", time) : words.dataset.failed;
  if (words.textContent !== sentence) words.textContent = sentence;
  state.classList.toggle("good", kept);
  state.hidden = false;
}
