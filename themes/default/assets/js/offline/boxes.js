// Facets as boxes with their counts, and what is chosen as tags that take it back.
import { FACETS } from "./catalogue.js";
import { made } from "./words.js";

const SHOWN = 7;

export class Boxes {
  constructor(place, tags, { say, names, change }) {
    Object.assign(this, { place, tags, say, names, change });
    place.addEventListener("change", (event) => {
      const { name, value, checked } = event.target;
      change(name, value, checked);
    });
  }

  draw(catalogue, counts, chosen) {
    const held = this.place.contains(document.activeElement) ? document.activeElement : null;
    const open = new Set([...this.place.querySelectorAll("details[open]")].map((one) => one.dataset.open));
    this.place.replaceChildren(...FACETS.flatMap((name) => this.#facet(name, catalogue.options(name, counts, chosen.get(name)), open, chosen)));
    if (held) this.#again(held)?.focus();
    this.#chosen(catalogue, chosen);
  }

  /** One value that all pages have tells nothing apart. */
  #facet(name, options, open, chosen) {
    if (!options.length || (options.length === 1 && !chosen.has(name))) return [];
    const field = made("fieldset", "", made("legend", "", this.names[name]));
    const rest = options.slice(SHOWN);
    const boxes = made("div", "", ...options.slice(0, SHOWN).map((one) => this.#box(name, one)));
    if (rest.length) {
      boxes.append(this.#rest(name, rest, open.has(name)));
    }
    field.append(boxes);
    return [field];
  }

  /** What is folded is made when it is unfolded: most is never looked at. */
  #rest(name, options, open) {
    const more = made("details", "", made("summary", "", this.say.count("choices", options.length)));
    const fill = () => more.children.length < 2 && more.append(made("div", "", ...options.map((one) => this.#box(name, one))));
    more.dataset.open = name;
    more.open = open;
    if (open) fill();
    else more.addEventListener("toggle", fill);
    return more;
  }

  #box(name, { value, label, count, checked }) {
    const input = Object.assign(made("input"), { type: "checkbox", name, value, checked });
    return made("label", "choice", input, label, made("span", "count", this.say.number(count)));
  }

  #again(held) {
    const same = (one) => one.tagName === held.tagName && (one.name ?? one.parentElement.dataset.open) === (held.name ?? held.parentElement?.dataset.open) && one.value === held.value;
    return [...this.place.querySelectorAll("input, summary")].find(same);
  }

  #chosen(catalogue, chosen) {
    const tags = FACETS.flatMap((name) => [...(chosen.get(name) ?? [])].map((value) => this.#tag(catalogue, name, value)));
    this.tags.replaceChildren(...tags);
    this.tags.hidden = !tags.length;
  }

  #tag(catalogue, name, value) {
    const [, label] = catalogue.facets[FACETS.indexOf(name)].values.find(([one]) => one === value) ?? [];
    const button = made("button", "tag", made("span", "unseen", `${this.say("remove")} `), label || value, made("span", "cross", " ×"));
    button.type = "button";
    button.lastElementChild.setAttribute("aria-hidden", "true");
    button.addEventListener("click", () => this.change(name, value, false));
    return made("li", "", button);
  }
}
