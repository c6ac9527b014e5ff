// « Mon résultat »: what was answered on this page goes along in the address, and nowhere else.
// Browsers may keep each file's storage apart, so that the next page could not look it up.
export function showing(link, quizzes) {
  link.addEventListener("click", () => {
    const answers = quizzes.map(answerOf).filter((one) => one.chosen.length);
    const [before] = link.href.split("&r=");
    link.href = answers.length ? `${before}&r=${encodeURIComponent(JSON.stringify({ answers }))}` : before;
  });
}

function answerOf(quiz) {
  const answers = [...quiz.querySelectorAll(".answer")];
  const chosen = answers.filter((one) => one.querySelector("input").checked);
  const right = answers.every((one) => one.querySelector("input").checked === (one.dataset.right === "yes"));
  const words = (one) => one.textContent.replace(/\s+/g, " ").trim();
  return { question: words(quiz.querySelector("legend")), chosen: chosen.map((one) => words(one.querySelector(".choice"))), right };
}
