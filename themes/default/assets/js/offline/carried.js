// Data of the kit, which only classic scripts can bring to a page opened from a file. Each calls
// `maillage(name, json, ...lines)`; nothing is parsed before it is wanted.
const waiting = new Map();
const come = new Map();

globalThis.maillage = (name, ...texts) => {
  waiting.get(name)?.done(texts);
};

/** The data of that name, parsed; asked for once, however often it is wanted. Rejects where the
    file is missing or does not say it. */
export function carried(name, folder) {
  if (!come.has(name)) {
    const asked = brought(name, folder).then(([json]) => JSON.parse(json));
    asked.catch(() => come.delete(name));
    come.set(name, asked);
  }
  return come.get(name);
}

/** The texts themselves, not kept: for what is turned into something else at once. */
export function brought(name, folder) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    const end = (settle) => (value) => {
      waiting.delete(name);
      script.remove();
      settle(value);
    };
    waiting.set(name, { done: end(done) });
    script.addEventListener("error", end(failed));
    // Loaded, and yet it said nothing: cut short on its way.
    script.addEventListener("load", () => waiting.has(name) && end(failed)(new Error(name)));
    script.src = `${folder}${name}.js`;
    document.head.append(script);
  });
}
