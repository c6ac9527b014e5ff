// A quiz shows the feedback of an answer as soon as it is chosen. Without script the same feedback
// is in a <details> under each answer.
export function quiz(fieldset) {
  fieldset.addEventListener("change", (event) => {
    if (!event.target.matches("input")) return;
    for (const answer of fieldset.querySelectorAll(".answer")) show(answer);
  });
}

function show(answer) {
  const chosen = answer.querySelector("input").checked;
  const feedback = answer.querySelector(".feedback");
  answer.classList.toggle("chosen", chosen);
  if (feedback) feedback.open = chosen;
}
