// The writer of a page's text: its two ways of writing, its bar, completion and preview.
import { linking, suggesterOf } from "./linking.js";
import { marking } from "./marking.js";
import { previewing } from "./previewing.js";
import { switching } from "./switching.js";

export function writing(form) {
  const box = form.querySelector("[data-writer]");
  const body = box?.querySelector("[data-body]");
  if (!body) return;
  box.dataset.ready = "";
  const words = JSON.parse(box.dataset.words);
  const address = document.body.dataset.suggest;
  const suggest = address ? suggesterOf(address) : async () => [];
  const preview = previewing(form, body, words);
  const modes = switching(form, box, body, { words, suggest, onMode: preview?.follow });
  marking(box.querySelector("[data-marks]"), body, modes.editor);
  if (address) linking(body, { suggest, words, place: () => modes.editor().caret?.() ?? null });
}
