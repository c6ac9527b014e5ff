// What is asked, in the address: after `#`, which a page opened from a file may change. A form or a
// link may come with `?` once; what stands after `#` then takes its place.
import { FACETS } from "./catalogue.js";

export function stateOf({ hash, search }) {
  const params = new URLSearchParams(hash.length > 1 ? hash.slice(1) : search);
  const chosen = new Map();
  const words = [];
  for (const [name, value] of params) {
    if (FACETS.includes(name)) chosen.set(name, (chosen.get(name) ?? new Set()).add(value));
    // A selection by what is no facet of a kit is searched as words.
    else if (["q", "tag", "city", "department"].includes(name)) words.push(name === "q" ? value : value.replaceAll("-", " "));
  }
  return { text: words.join(" ").slice(0, 500), chosen };
}

export function hashOf({ text, chosen }) {
  const params = new URLSearchParams([["q", text]]);
  for (const name of FACETS) for (const value of chosen.get(name) ?? []) params.append(name, value);
  return `#${params}`;
}

/** The state with a choice made or taken back. */
export function toggled({ text, chosen }, name, value, on) {
  const next = new Map([...chosen].map(([key, values]) => [key, new Set(values)]));
  const values = next.get(name) ?? new Set();
  if (on) values.add(value);
  else values.delete(value);
  if (values.size) next.set(name, values);
  else next.delete(name);
  return { text, chosen: next };
}
