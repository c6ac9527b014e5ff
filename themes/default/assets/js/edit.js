// The form of a page: draft kept on the device, guard on leaving, rows, bar, live preview.
import { drafting } from "./drafting.js";
import { linking } from "./linking.js";
import { previewing } from "./previewing.js";
import { repeating } from "./repeating.js";
import { counting, marking } from "./typing.js";

const form = document.querySelector("[data-writes]");
if (form) {
  drafting(form);
  for (const group of form.querySelectorAll("[data-repeat]")) repeating(group);
  for (const input of form.querySelectorAll("[data-limit]")) counting(input);
  const body = form.querySelector("[data-body]");
  marking(form.querySelector("[data-bar]"), body);
  linking(body, document.body.dataset.suggest);
  previewing(form, body);
} else {
  const conflict = document.querySelector("[data-writes-conflict]");
  if (conflict) guarding(conflict);
}

function guarding(form) {
  let touched = false;
  form.addEventListener("change", () => {
    touched = true;
  });
  form.addEventListener("submit", () => {
    touched = false;
  });
  addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });
}
