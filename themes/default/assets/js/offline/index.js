// On every page of a kit: printing, steps done, quizzes.
import "../learn.js";

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
