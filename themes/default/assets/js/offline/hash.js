// Where a page's scripts are: app/theme/offline/placing.py computes the same.
const DRAWER_BITS = 4;

/** 32 bits: FNV-1a over UTF-8, with the last mixing of MurmurHash3. */
export function hashed(text) {
  let found = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) found = Math.imul(found ^ byte, 0x01000193);
  found = Math.imul(found ^ (found >>> 16), 0x85ebca6b);
  found = Math.imul(found ^ (found >>> 13), 0xc2b2ae35);
  return (found ^ (found >>> 16)) >>> 0;
}

/** The name of the drawer that holds a page's words or source. */
export function drawerOf(ref, bits) {
  const all = bits + DRAWER_BITS;
  return named(hashed(ref) >>> (32 - all), all);
}

export const shardNames = (bits) => Array.from({ length: 2 ** bits }, (_, number) => named(number, bits));

const named = (number, bits) => number.toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), "0");
