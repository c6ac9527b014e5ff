// The picture of a row: chosen, described and sent at once; its field then holds its address.
import { changed } from "./saying.js";

export function medium(box, choosePicture) {
  const button = box.querySelector("[data-medium-choose]");
  const address = box.querySelector("[data-medium-address]");
  const shown = box.querySelector("[data-medium-shown]");
  if (box.dataset.ready || !button || !choosePicture) return;
  box.dataset.ready = "yes";
  box.querySelector("[data-medium-file]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const kept = await choosePicture();
    if (!kept) return;
    address.value = kept.url;
    shown.src = kept.url;
    shown.alt = kept.alt;
    shown.hidden = false;
    changed(box.closest("form"));
  });
}
