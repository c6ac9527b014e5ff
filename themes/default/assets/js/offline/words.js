// The sentences that a template left for its script, in `data-say-*` of one element.
import { grouping } from "../grouping.js";

const lang = document.documentElement.lang || "fr";
const french = lang.startsWith("fr");
// Of the two languages of the screens: none is worth starting `Intl` before the first answer.
const isOne = (n) => (french ? n < 2 : n === 1);

export const percent = (part) => `${Math.round(part * 100)}${french ? "\u202f" : ""}%`;

/** say(name, {values}) and say.count(name, n, {values}): `data-say-name-one` or `-many`. `say.number`
    groups digits as `data-thousand` does. */
export function speaking(element) {
  const said = (name, values = {}) =>
    (element.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  said.number = grouping(element.dataset.thousand);
  said.count = (name, n, values = {}) => said(`${name}${isOne(n) ? "One" : "Many"}`, { num: said.number(n), ...values });
  return said;
}

/** An element with its class and words; children may be elements or texts. */
export function made(name, css = "", ...children) {
  const one = document.createElement(name);
  if (css) one.className = css;
  one.append(...children);
  return one;
}
