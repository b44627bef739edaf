// The map's one layer: where land is. Natural Earth draws borders that are disputed as if they were settled
// (DESIGN, section 8), so none is taken: only the outline of land against water, lakes left out too.

import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const PER_DEGREE = 100; // coordinates are whole hundredths of a degree: about one kilometre
const LEAST = 0.006; // square degrees of a triangle that a point must span with its neighbours to stay

/**
 * Compact polygons: { per_degree, polygons: [[ring, …], …] }, a ring being [x0, y0, dx, dy, dx, dy, …] in
 * whole units, the later ones as steps from the point before. The first ring is the shore, the others are
 * inland seas.
 */
export function land(topology) {
  const collection = feature(simplify(presimplify(topology), LEAST), topology.objects.land);
  const polygons = collection.features
    .flatMap(({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates))
    .map((rings) => rings.map(steps))
    .filter(([shore]) => shore.length >= 8) // islands of a few kilometres are too small to be drawn
    .map(([shore, ...seas]) => [shore, ...seas.filter((sea) => sea.length >= 8)]);
  return JSON.stringify({ per_degree: PER_DEGREE, polygons }) + "\n";
}

function steps(ring) {
  const out = [];
  let before = [0, 0];
  for (const point of ring) {
    const now = point.map((degrees) => Math.round(degrees * PER_DEGREE));
    const step = [now[0] - before[0], now[1] - before[1]];
    if (out.length === 0 || step[0] !== 0 || step[1] !== 0) out.push(...step);
    before = now;
  }
  return out;
}
