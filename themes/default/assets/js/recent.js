// What was searched on this device, latest first. It is told to nobody, and can be forgotten.
import { forget, keep, recall } from "./kept.js";

const KEY = "recherches";
const KEPT = 8;
const SHOWN = 5;

const all = () => {
  const kept = recall(KEY);
  return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
};

export function remembering(words) {
  const text = words.trim().slice(0, 200);
  if (text.length < 2) return;
  keep(KEY, [text, ...all().filter((one) => one !== text)].slice(0, KEPT));
}

// Those that hold what is typed; all of them where nothing is.
export function recent(text = "") {
  const wanted = text.trim().toLowerCase();
  return all().filter((one) => one.toLowerCase().includes(wanted) && one.toLowerCase() !== wanted).slice(0, SHOWN);
}

export const forgetRecent = () => forget(KEY);

export const searchOf = (words) => `/recherche?${new URLSearchParams({ q: words })}`;

// The list on the search screen, with a button that empties it.
export function recentList(place) {
  const list = place?.querySelector("ul");
  const found = place ? recent() : [];
  if (!found.length) return;
  list.replaceChildren(
    ...found.map((words) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      Object.assign(link, { className: "tag", href: searchOf(words), textContent: words });
      item.append(link);
      return item;
    }),
  );
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    forgetRecent();
    place.hidden = true;
  });
}
