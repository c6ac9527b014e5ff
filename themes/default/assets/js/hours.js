// The hours of the day before, taken over with one button.
import { changed, filledIn, saying } from "./saying.js";

export function hours(week) {
  const days = [...week.querySelectorAll("[data-day]")];
  const form = week.closest("form");
  const say = saying(form);
  for (const [n, day] of days.entries()) {
    if (n === 0) continue;
    const label = day.querySelector("legend").textContent;
    const button = document.createElement("button");
    const words = document.createElement("span");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = week.dataset.copies;
    words.className = "unseen";
    words.textContent = ` (${label})`;
    button.append(words);
    button.addEventListener("click", () => {
      copy(days[n - 1], day);
      say(filledIn(week.dataset.copied, { day: label }));
      changed(form);
    });
    day.append(button);
  }
}

function copy(from, to) {
  const inputs = [...from.querySelectorAll("input")];
  for (const [n, input] of [...to.querySelectorAll("input")].entries()) {
    if (input.type === "checkbox") input.checked = inputs[n].checked;
    else input.value = inputs[n].value;
  }
}
