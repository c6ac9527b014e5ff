// What lies under the points: contours of our own, or pictures where the steward names some.
// Contours come as steps between whole numbers (quantized TopoJSON of Web Mercator): they become
// paths as they are, and moving or zooming changes one transform alone.
import { CRS, latLngBounds, point, svg, tileLayer } from "leaflet/dist/leaflet-src.esm.js";

const SVG = "http://www.w3.org/2000/svg";

export function ground(map, topology, { tiles, credit }) {
  if (tiles) tileLayer(tiles, { attribution: credit }).addTo(map);
  const sheet = svg({ padding: 0.3 }).addTo(map);
  const group = map.getPane("overlayPane").querySelector("g");
  group.append(...drawings(topology, Boolean(tiles)));
  const { scale, translate } = topology.transform;
  const place = () => {
    const side = 256 * 2 ** map.getZoom();
    const origin = map.getPixelOrigin();
    const [x, y] = [translate[0] * side - origin.x, translate[1] * side - origin.y];
    group.setAttribute("transform", `matrix(${scale[0] * side} 0 0 ${scale[1] * side} ${x} ${y})`);
  };
  sheet.on("update", place);
  place();
}

function drawings(topology, over) {
  const { arcs } = topology;
  const { regions, departments } = topology.objects;
  const borders = drawing("border", lines(arcs, regions));
  if (over) return [borders];
  const land = regions.geometries.flatMap(ringsOf).map((ring) => outline(arcs, ring)).join("");
  return [drawing("land", land), drawing("department", lines(arcs, departments)), borders];
}

function drawing(name, d) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("class", name);
  path.setAttribute("d", d);
  return path;
}

/** The rings of a shape, each as numbers of arcs: `~n` is arc n from its end. */
function ringsOf(shape) {
  return shape.type === "MultiPolygon" ? shape.arcs.flat() : shape.arcs;
}

function arcsOf(shape) {
  return ringsOf(shape).flat().map((n) => (n < 0 ? ~n : n));
}

/** Every arc of some shapes, once. */
function lines(arcs, shapes) {
  const used = new Set(shapes.geometries.flatMap(arcsOf));
  return [...used].map((n) => `M${arcs[n][0]}l${arcs[n].slice(1).join(" ")}`).join("");
}

function outline(arcs, ring) {
  const steps = ring.map((n) => (n < 0 ? backwards(arcs[~n]) : arcs[n].slice(1).join(" ")));
  const first = arcs[ring[0] < 0 ? ~ring[0] : ring[0]];
  return `M${ring[0] < 0 ? endOf(first) : first[0]}l${steps.join(" ")}Z`;
}

function backwards(arc) {
  return arc.slice(1).reverse().map(([x, y]) => `${-x},${-y}`).join(" ");
}

function endOf(arc) {
  return arc.reduce(([x, y], step) => [x + step[0], y + step[1]], [0, 0]);
}

/** Each region with the box that holds it. */
export function regionsOf(topology) {
  const boxes = topology.arcs.map(boxOf);
  return topology.objects.regions.geometries.map((shape) => {
    const corners = arcsOf(shape).flatMap((n) => boxes[n]);
    return { name: shape.properties.name, bounds: latLngBounds(corners.map((one) => whereIs(topology, one))) };
  });
}

/** Two corners of the box that holds an arc. */
function boxOf(arc) {
  let [x, y] = [0, 0];
  const seen = arc.map((step) => [(x += step[0]), (y += step[1])]);
  const across = seen.map(([one]) => one);
  const down = seen.map(([, one]) => one);
  return [[Math.min(...across), Math.min(...down)], [Math.max(...across), Math.max(...down)]];
}

function whereIs({ transform: { scale, translate } }, [x, y]) {
  return CRS.EPSG3857.pointToLatLng(point((x * scale[0] + translate[0]) * 256, (y * scale[1] + translate[1]) * 256), 0);
}
