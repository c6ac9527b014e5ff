// On every page: what improves pages that already work.
import { copying } from "./copying.js";
import { forgetSent } from "./kept.js";
import { remembering } from "./recent.js";
import { suggesting } from "./suggesting.js";

for (const button of document.querySelectorAll("button[data-copies]")) copying(button);
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
const address = document.body.dataset.suggest;
if (address) for (const input of document.querySelectorAll("[data-completes]")) suggesting(input, address);
for (const form of document.querySelectorAll("form[role=search]")) form.addEventListener("submit", () => remembering(form.elements.q?.value ?? ""));

if (document.querySelector("[data-saved]")) forgetSent();

// The error summary takes the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();
