// Drafts found on the device, one at a time, newest first: taken up, read beside, or forgotten.
import { fill } from "./filling.js";
import { forget, remember } from "./kept.js";

export function offering(form, drafts, page) {
  const box = form.querySelector("[data-draft-found]");
  const [first, ...others] = drafts;
  if (!box || !first) return;
  const [key, draft] = first;
  const part = (name) => box.querySelector(`[data-draft-${name}]`);
  const older = draft.base !== form.elements.base.value;
  // Begun before the page was there: it has no version from which the two could be joined.
  const apart = older && !draft.base;
  const other = !draft.crossing && (draft.whole !== page.whole || draft.part !== page.part);

  part("when").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  part("older").hidden = !older || apart || other || Boolean(draft.crossing);
  part("crossing").hidden = !draft.crossing;
  part("apart").hidden = !apart || other;
  part("other").hidden = !other;
  part("take").hidden = apart || other;
  part("text").value = new Map(draft.values).get(draft.crossing || draft.whole ? "text" : "body") ?? "";
  box.hidden = false;

  part("take").onclick = () => {
    if (draft.crossing) return takeUp(form, draft, key);
    fill(form, draft.values);
    form.elements.base.value = draft.base;
    box.hidden = true;
    form.dispatchEvent(new CustomEvent("draft:taken"));
    page.touch();
    if (page.keepNow()) forget(key);
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  };
  part("drop").onclick = () => {
    forget(key);
    box.hidden = true;
    offering(form, others, page);
  };
}

// The server says anew where the two texts cross; the choices are on the device.
function takeUp(form, draft, key) {
  remember([...(draft.sent ?? []), key]);
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  again.hidden = true;
  const kept = new Map(draft.values);
  const sent = { csrf: form.elements.csrf.value, base: draft.base, do: "resolve", text: kept.get("text"), seen: kept.get("seen") };
  for (const [name, value] of Object.entries(sent)) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value ?? "";
    again.append(field);
  }
  document.body.append(again);
  again.submit();
}
