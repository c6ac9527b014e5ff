// What lies under the points: contours of our own, or pictures where the steward names some.
// Contours come as paths in steps of Web Mercator, and are drawn as they are: moving or zooming
// changes one transform alone.
import { latLngBounds, svg, tileLayer } from "leaflet/dist/leaflet-src.esm.js";

const SVG = "http://www.w3.org/2000/svg";

export function ground(map, contours, { tiles, credit }) {
  if (tiles) tileLayer(tiles, { attribution: credit }).addTo(map);
  const sheet = svg({ padding: 0.3 }).addTo(map);
  const group = map.getPane("overlayPane").querySelector("g");
  const { scale, translate } = contours;
  for (const name of tiles ? ["border"] : ["land", "department", "border"]) group.append(path(name, contours[name]));
  const place = () => {
    const side = 256 * 2 ** map.getZoom();
    const origin = map.getPixelOrigin();
    const [x, y] = [translate[0] * side - origin.x, translate[1] * side - origin.y];
    group.setAttribute("transform", `matrix(${scale[0] * side} 0 0 ${scale[1] * side} ${x} ${y})`);
  };
  sheet.on("update", place);
  place();
}

function path(name, d) {
  const made = document.createElementNS(SVG, "path");
  made.setAttribute("class", name);
  made.setAttribute("d", d);
  return made;
}

/** Each region with the box that holds it. */
export function regionsOf({ regions }) {
  return regions.map(([name, ...corners]) => ({ name, bounds: latLngBounds(corners) }));
}
