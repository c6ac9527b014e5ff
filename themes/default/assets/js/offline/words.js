// The sentences that a template left for its script, in `data-say-*` of one element.
const lang = document.documentElement.lang || "fr";
const plural = new Intl.PluralRules(lang);

const plain = new Intl.NumberFormat(lang);
const hundredths = new Intl.NumberFormat(lang, { style: "percent" });

export const number = (value) => plain.format(value);

export const percent = (part) => hundredths.format(part);

/** say(name, {values}) and say.count(name, n, {values}): `data-say-name-one` or `-many`. */
export function speaking(element) {
  const said = (name, values = {}) =>
    (element.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  said.count = (name, n, values = {}) => said(`${name}${plural.select(n) === "one" ? "One" : "Many"}`, { num: number(n), ...values });
  return said;
}

/** An element with its class and words; children may be elements or texts. */
export function made(name, css = "", ...children) {
  const one = document.createElement(name);
  if (css) one.className = css;
  one.append(...children);
  return one;
}
