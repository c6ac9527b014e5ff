// The writer of a page's text: its two ways of writing, its bar, completion and preview.
import { dropping, put } from "./dropping.js";
import { linking, suggesterOf } from "./linking.js";
import { marking } from "./marking.js";
import { picturing } from "./picturing.js";
import { previewing } from "./previewing.js";
import { switching } from "./switching.js";

export function writing(form) {
  const box = form.querySelector("[data-writer]");
  const body = box?.querySelector("[data-body]");
  if (!body) return;
  box.dataset.ready = "";
  const words = wordsOf(form);
  const address = document.body.dataset.suggest;
  const suggest = address ? suggesterOf(address) : async () => [];
  const pictures = document.querySelector("dialog[data-picture]") ? picturing(form) : null;
  const withoutScript = form.querySelector("[data-picture-input]");
  if (pictures && withoutScript && !withoutScript.open) withoutScript.hidden = true;
  const preview = previewing(form, body, words);
  const modes = switching(form, box, body, { words, suggest, pictures, onMode: preview?.follow });
  if (address) linking(body, { suggest, words, place: () => modes.editor().caret?.() ?? null });
  if (pictures) dropping(body, pictures);
  const picture = pictures && (async () => put(body, await pictures.choosePicture()));
  marking(box.querySelector("[data-marks]"), body, { current: modes.editor, picture });
}

function wordsOf(form) {
  const said = [...form.querySelectorAll("script[data-writer-words], script[data-visual-words]")];
  return Object.assign({}, ...said.map((one) => JSON.parse(one.textContent)));
}
