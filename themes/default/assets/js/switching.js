// Two ways of writing one text. The text area is what is posted, always: visual mode writes into it,
// source mode is it. Neither is fetched before the writer comes near.
import { keep, recall } from "./kept.js";
import { showLoss, tell } from "./telling.js";

const KEPT = "writing-mode";
const NEAR = "400px";

export function switching(form, box, body, { words, suggest, onMode, pictures }) {
  const addresses = { visual: box.dataset.visual, source: box.dataset.source };
  const area = box.querySelector("[data-writing]");
  const plain = { text: () => body.value, focus: () => body.focus(), destroy() {} };
  let editor = plain;
  let mode = "";
  let turn = 0;

  const place = (name, made) => {
    editor = made;
    mode = name;
    box.dataset.mode = name;
    body.hidden = name === "visual";
    for (const button of box.querySelectorAll("[data-mode]")) button.setAttribute("aria-pressed", String(button.dataset.mode === name));
    onMode?.(name);
  };
  const settle = () => {
    const text = editor.text();
    editor.destroy();
    area.querySelector("[data-holder]")?.remove();
    editor = plain;
    if (text !== body.value) write(text);
  };
  const write = (text) => {
    if (text === body.value) return;
    body.value = text;
    body.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const enterSource = async () => {
    const mine = ++turn;
    const module = addresses.source ? await import(addresses.source).catch(() => null) : null;
    if (mine !== turn) return;
    settle();
    body.hidden = false;
    place("source", guarded(() => module?.mountSource(body)) ?? plain);
  };

  const enterVisual = async () => {
    const mine = ++turn;
    const given = editor.text();
    const module = await fetched(addresses.visual, box.dataset.visualLook);
    const lost = module && given.trim() ? await module.loss(given, words) : null;
    if (mine !== turn) return;
    if (!module || lost) {
      if (lost) showLoss(box, lost, words);
      else tell(box, words.failed);
      if (mode !== "source") await enterSource();
      return;
    }
    if (editor.text() !== given) return mode ? enterVisual() : enterSource();
    tell(box, "");
    await mountVisual(module, mine, given);
  };

  const mountVisual = async (module, mine, text) => {
    const focused = document.activeElement === body;
    const holder = document.createElement("div");
    holder.className = "holder";
    holder.dataset.holder = "";
    const label = body.labels[0]?.textContent ?? "";
    const options = { text, words: { ...words, label }, suggest, ...pictures, onChange: write };
    settle();
    area.append(holder);
    const made = await module.mountVisual(holder, options).catch(() => null);
    if (mine !== turn || !made || body.value !== text) {
      made?.destroy();
      holder.remove();
      if (!made) tell(box, words.failed);
      if (mine === turn) await enterSource();
      return;
    }
    place("visual", made);
    if (focused) made.focus();
  };

  const enter = (name) => (name === "visual" && addresses.visual ? enterVisual() : enterSource());
  box.querySelector("[data-modes]")?.toggleAttribute("hidden", !addresses.visual);
  box.addEventListener("click", (event) => {
    const name = event.target.closest("[data-mode]")?.dataset.mode;
    if (!name || name === mode) return;
    keep(KEPT, name);
    tell(box, "");
    enter(name);
  });
  form.addEventListener("formdata", (event) => {
    if (mode !== "visual") return;
    body.value = editor.text();
    event.formData.set(body.name, body.value);
  });
  // A draft was taken up: the text is another one.
  form.addEventListener("draft:taken", () => {
    if (mode !== "visual") return editor.refresh?.();
    const text = body.value;
    editor.destroy();
    area.querySelector("[data-holder]")?.remove();
    editor = plain;
    mode = "";
    body.value = text;
    enterVisual();
  });
  // What leads to the text area leads to where one writes.
  form.addEventListener("click", (event) => {
    const leads = event.target.closest(`label[for="${body.id}"], a[href="#${body.id}"]`);
    if (!leads || mode !== "visual") return;
    event.preventDefault();
    editor.focus();
  });
  whenNear(box, () => mode || enter(recall(KEPT) === "source" ? "source" : "visual"));
  return { editor: () => editor, mode: () => mode };
}

function guarded(make) {
  try {
    return make();
  } catch {
    return null;
  }
}

async function fetched(address, look) {
  try {
    const [module] = await Promise.all([import(address), look && linked(look)]);
    return module.mountVisual ? module : null;
  } catch {
    return null;
  }
}

const linked = (address) =>
  new Promise((resolve, reject) => {
    if (document.querySelector(`link[href="${address}"]`)) return resolve();
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });

// Once: near the screen when the page is at rest, or as soon as one comes in.
function whenNear(box, start) {
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    watch.disconnect();
    start();
  };
  const watch = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && atRest(begin), { rootMargin: NEAR });
  watch.observe(box);
  box.addEventListener("focusin", begin, { once: true });
}

function atRest(then) {
  const idle = () => (window.requestIdleCallback ? requestIdleCallback(then, { timeout: 1500 }) : setTimeout(then, 200));
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
