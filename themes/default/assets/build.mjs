// Builds the front end: `node themes/default/assets/build.mjs`, after `npm ci --ignore-scripts`.
// Everything goes to themes/default/static/ under a name that holds a hash of its content, so that
// it can be cached for ever; manifest.json says which name stands for which.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { contours, outlines } from "./map/contours.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const require = createRequire(import.meta.url);
const manifest = {};

const FONT = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2";
const BROWSERS = ["chrome109", "firefox115", "safari16"];

// Visual mode reads with the server's grammar, so that Milkdown's own reader stays out of it.
const READERS = {
  "remark-parse": join(here, "js/visual/reading/remark.js"),
  entities: join(here, "js/visual/reading/entities.js"),
  "linkify-it": join(here, "js/visual/reading/no_linkify.js"),
};
// Fetched only where somebody writes.
const LAZY = [
  ["visual.js", "js/visual/index.js"],
  ["source.js", "js/source/index.js"],
  ["map.js", "js/map/index.js"],
  ["near.js", "js/near.js"],
];
// For a site on a key.
const OFFLINE = [
  ["offline.js", "js/offline/index.js"],
  ["offlinesearch.js", "js/offline/search.js"],
  ["offlinemap.js", "js/offline/map.js"],
  ["offlinewrite.js", "js/offline/write.js"],
];

function keep(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const [stem, ...rest] = name.split(".");
  manifest[name] = `${stem}.${hash}.${rest.join(".")}`;
  writeFileSync(join(out, manifest[name]), content);
}

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    target: BROWSERS,
    legalComments: "none",
    external: ["*.woff2"],
    alias: READERS,
    ...options,
  });
  return result.outputFiles[0].text;
}

// Lines are drawn the same where the stylesheet does not reach; the wordmark has its own.
const LINES = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';

function sprite() {
  return readFileSync(join(here, "icons.svg"), "utf8")
    .replace(/<!--.*?-->/gs, "")
    .replace(/\n\s*/g, "")
    .replace(/<symbol (?!id="wordmark")/g, `<symbol ${LINES} `);
}

function contourSprite(map) {
  const paths = map.regions.map((region) => `<path id="${region.slug}" d="${region.path}"/>`).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg"><symbol id="france" viewBox="${map.viewBox}">${paths}</symbol></svg>`;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

keep("text.woff2", readFileSync(require.resolve(FONT)));
keep("icons.svg", sprite());
keep("favicon.svg", readFileSync(join(here, "favicon.svg")));
const map = contours();
keep("contours.svg", contourSprite(map));
writeFileSync(join(out, "map.json"), JSON.stringify(map));
keep("contours.json", JSON.stringify(outlines()));
const css = await bundle("css/look.css", { loader: { ".css": "css" } });
keep("look.css", css.replaceAll("text.woff2", manifest["text.woff2"]));
for (const name of ["site.js", "edit.js", "learn.js", "search.js", "kits.js"]) {
  keep(name, await bundle(`js/${name}`, { format: "esm" }));
}
for (const [name, entry] of LAZY.filter((one) => existsSync(join(here, one[1])))) {
  keep(name, await bundle(entry, { format: "esm" }));
}
// Pages opened from a file load classic scripts alone, and nothing of theirs from anywhere else.
for (const [name, entry] of OFFLINE.filter((one) => existsSync(join(here, one[1])))) {
  keep(name, await bundle(entry, { format: "iife", alias: { ...READERS, contours: join(out, manifest["contours.json"]) } }));
}
for (const name of ["offline.css", "writing.css", "visual.css", "map.css", "selections.css", "figures.css", "talking.css", "deciding.css", "style.css"]) {
  keep(name, await bundle(`css/${name}`, { loader: { ".css": "css", ".png": "empty" } }));
}
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
