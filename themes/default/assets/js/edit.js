// The form of a page: draft kept on the device, guard on leaving, rows, and the writer of its text.
import { asking } from "./asking.js";
import { choosing, drafting } from "./drafting.js";
import { counting } from "./typing.js";
import { writing } from "./writing.js";

const form = document.querySelector("[data-writes]");
if (form) {
  drafting(form);
  asking(form);
  for (const input of form.querySelectorAll("[data-limit]")) counting(input);
  writing(form);
} else {
  const conflict = document.querySelector("[data-writes-conflict]");
  if (conflict) choosing(conflict);
}
