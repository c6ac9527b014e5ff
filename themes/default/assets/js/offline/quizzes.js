// Answers given to the quizzes of a page, kept on the device.
import { keep, recall } from "../kept.js";

export function remembering(quizzes, where) {
  const key = `quiz:${where}`;
  const kept = recall(key) ?? {};
  const boxes = quizzes.flatMap((quiz) => [...quiz.querySelectorAll("input")].map((input) => ({ input, name: `${quiz.dataset.quiz} ${input.value}` })));
  for (const { input, name } of boxes) {
    if (!kept[name]) continue;
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const write = () => keep(key, Object.fromEntries(boxes.filter(({ input }) => input.checked).map(({ name }) => [name, true])));
  for (const quiz of quizzes) quiz.addEventListener("change", write);
}

export const keepsNothing = () => !keep("essai", 1);
