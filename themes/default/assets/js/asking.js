// The questions of a form: rows, towns, references, hours and pictures, made easier.
import { hours } from "./hours.js";
import { medium } from "./medium.js";
import { picturing } from "./picturing.js";
import { references } from "./references.js";
import { repeating } from "./repeating.js";
import { towns } from "./towns.js";

export function asking(form) {
  const choosePicture = document.querySelector("dialog[data-picture]") ? picturing(form).choosePicture : null;
  const address = document.body.dataset.suggest;
  const within = (part) => {
    for (const area of part.querySelectorAll("[data-references]")) references(area, address);
    for (const box of part.querySelectorAll("[data-medium]")) medium(box, choosePicture);
  };
  for (const group of form.querySelectorAll("[data-repeat]")) repeating(group, within);
  for (const week of form.querySelectorAll("[data-week]")) hours(week);
  within(form);
  towns(form);
}
