// What lies under the points: contours of our own, or pictures where the steward names some.
import { geoJSON, tileLayer } from "leaflet/dist/leaflet-src.esm.js";
import { feature, mesh } from "topojson-client";

export function ground(map, topology, { tiles, credit }) {
  const { regions, departments } = topology.objects;
  const land = (className) => ({ interactive: false, style: { className, stroke: false, fill: !tiles } });
  const line = (className) => ({ interactive: false, style: { className, fill: false, weight: 1 } });
  if (tiles) tileLayer(tiles, { attribution: credit }).addTo(map);
  else {
    geoJSON(feature(topology, regions), land("land")).addTo(map);
    geoJSON(mesh(topology, departments), line("department")).addTo(map);
  }
  geoJSON(mesh(topology, regions), line("border")).addTo(map);
}

/** Each region with the box that holds it. */
export function regionsOf(topology) {
  const shape = feature(topology, topology.objects.regions);
  return shape.features.map((one) => ({ name: one.properties.name, bounds: geoJSON(one).getBounds() }));
}
