// On every page of a kit: printing, steps done, quizzes.
import "../learn.js";
import { keepsNothing, remembering } from "./quizzes.js";
import { showing } from "./showing.js";

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
const quizzes = [...document.querySelectorAll("[data-quiz]")];
if (quizzes.length) remembering(quizzes, location.pathname);
for (const link of document.querySelectorAll("[data-shows-result]")) showing(link, quizzes);
const unkept = document.querySelector("[data-unkept]");
if (unkept && (quizzes.length || document.querySelector("[data-progress]"))) unkept.hidden = !keepsNothing();
