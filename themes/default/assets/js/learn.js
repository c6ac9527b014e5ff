// A learning unit: steps done, kept on the device alone; quizzes answered at once.
import { keep, recall } from "./kept.js";
import { quiz } from "./quiz.js";

const bar = document.querySelector("[data-progress]");
if (bar) progress(bar);
for (const one of document.querySelectorAll("[data-quiz]")) quiz(one);

function progress(bar) {
  const key = `progress:${bar.dataset.progress}`;
  const links = [...bar.querySelectorAll("a")];
  const lessons = [...document.querySelectorAll("[data-lesson]")];
  const words = bar.querySelector("[data-progress-words]");
  const done = new Set(recall(key) ?? []);

  const draw = () => {
    const next = lessons.findIndex((lesson) => !done.has(lesson.id));
    for (const [i, link] of links.entries()) drawLink(link, done.has(lessons[i].id), i, next);
    for (const lesson of lessons) drawButton(lesson, done.has(lesson.id));
    words.textContent =
      next < 0
        ? bar.dataset.all
        : bar.dataset.where.replace("{n}", String(next + 1)).replace("{total}", String(lessons.length));
  };
  const drawLink = (link, isDone, i, next) => {
    link.className = isDone ? "done" : i === next ? "" : "later";
    if (i === next) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
    link.querySelector(".said")?.remove();
    if (!isDone) return;
    const said = document.createElement("span");
    said.className = "unseen said";
    said.textContent = bar.dataset.done;
    link.append(said);
  };
  const drawButton = (lesson, isDone) => {
    const button = lesson.querySelector("[data-mark]");
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isDone));
    lesson.classList.toggle("done", isDone);
  };

  for (const lesson of lessons) {
    lesson.querySelector("[data-mark]").addEventListener("click", () => {
      if (!done.delete(lesson.id)) done.add(lesson.id);
      keep(key, [...done]);
      draw();
    });
  }
  draw();
}
