// The file that a wiki reads at /-/contribution: see docs/offline-contributions.md.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

// eslint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
// A whole pair is one character here, so that only halves match.
const ALONE = /\p{Surrogate}/gu;

/** RFC 8785: keys in order, no blanks. */
export const canonical = (value) =>
  Array.isArray(value) ? `[${value.map(canonical).join(",")}]`
  : value && typeof value === "object" ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`
  : JSON.stringify(value);

/** What the format may hold: no control characters, no half of a pair. */
export const clean = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROL, " ").replace(ALONE, "\ufffd");

export const cut = (text, limit) => [...clean(text).trim()].slice(0, limit).join("");

export const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

/** A random UUID, version 4; the browser's own is not there on every page opened from a file. */
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytesToHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The page that an entry is about: `ref` is `kind/slug`, before which a friend's host may stand. */
export function pageOf(ref, source, kit) {
  const path = ref.split("/").slice(-2).join("/");
  const page = { path, origin: source.origin || kit.host, title: cut(source.title, 300) || path, base: source.base };
  return source.id ? { ...page, id: source.id } : page;
}

/** The whole file as text. `by`: {name, place}. */
export function fileOf({ kit, by, entries }) {
  const signed = { name: cut(by.name, 80) };
  const place = cut(by.place ?? "", 200);
  if (place) signed.place = place;
  const body = { format: "maillage-contribution", version: 1, kit, by: signed, agreed: true, made_at: now(), entries };
  const sum = `sha256:${bytesToHex(sha256(utf8ToBytes(canonical(body))))}`;
  return `${JSON.stringify({ ...body, sum }, null, 1)}\n`;
}
