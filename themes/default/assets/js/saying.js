// One place in a form where what a button did is said to those who do not see it.
export function saying(form) {
  let place = form.querySelector("[data-said]");
  if (!place) {
    place = document.createElement("p");
    place.className = "unseen";
    place.dataset.said = "";
    place.setAttribute("role", "status");
    form.append(place);
  }
  return (words) => {
    place.textContent = words;
  };
}

export const filledIn = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

export const changed = (form) => form.dispatchEvent(new Event("input", { bubbles: true }));
