// A town fills its department, region, code and coordinates. What someone wrote themselves stays.
import { changed, filledIn, saying } from "./saying.js";
import { completing } from "./suggesting.js";

const ADDRESS = "/-/communes";
const FIELDS = { "territory.department": "department", "territory.region": "region", "territory.insee": "insee", coordinates: "coordinates" };

export function towns(form) {
  const input = form.querySelector("[data-town]");
  if (!input) return;
  const say = saying(form);
  const first = input.value.trim();
  const own = new Set();
  const field = (name) => form.elements.namedItem(name);
  form.addEventListener("input", (event) => {
    if (event.isTrusted && event.target.name in FIELDS) own.add(event.target.name);
  });
  const fill = (town) => {
    input.value = town.title;
    for (const [name, key] of Object.entries(FIELDS)) {
      const there = field(name);
      if (!there || !town[key]) continue;
      const other = town.title !== first;
      if (!there.value || (other && !own.has(name))) there.value = town[key];
    }
    say(filledIn(input.dataset.filled, { town: town.title, where: town.kind }));
    changed(form);
  };
  completing(around(input), { find, choose: fill });
}

export async function find(text, signal) {
  const answer = await fetch(`${ADDRESS}?${new URLSearchParams({ q: text })}`, { signal });
  const found = answer.ok ? await answer.json() : [];
  return found.map((town) => ({ ...town, title: town.name, kind: town.where }));
}

// The list stands under its input, whatever is around.
export function around(input) {
  const box = document.createElement("span");
  box.className = "completed";
  input.before(box);
  box.append(input);
  return input;
}
