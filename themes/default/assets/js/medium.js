// The picture of a row: chosen, described and sent at once; its field then holds its address.
import { changed } from "./saying.js";

export function medium(box, choosePicture) {
  const button = box.querySelector("[data-medium-choose]");
  const address = box.querySelector("[data-medium-address]");
  if (box.dataset.ready || !button || !choosePicture) return;
  box.dataset.ready = "yes";
  box.querySelector("[data-medium-file]").hidden = true;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const kept = await choosePicture();
    if (!kept) return;
    address.value = kept.url;
    show(box, kept);
    changed(box.closest("form"));
  });
}

function show(box, kept) {
  const shown = box.querySelector("[data-medium-shown]") ?? document.createElement("img");
  shown.dataset.mediumShown = "";
  shown.src = kept.url;
  shown.alt = kept.alt;
  box.prepend(shown);
}
