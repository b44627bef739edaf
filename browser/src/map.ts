/** The map of incidents: areas on land and water, nothing else. */

import * as L from "leaflet";

interface Land {
  per_degree: number;
  polygons: number[][][];
}

/** The rings of the land file as points: their steps added up. */
function ring(steps: number[], perDegree: number): L.LatLngTuple[] {
  const points: L.LatLngTuple[] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at + 1 < steps.length; at += 2) {
    x += steps[at] ?? 0;
    y += steps[at + 1] ?? 0;
    points.push([y / perDegree, x / perDegree]);
  }
  return points;
}

async function draw(place: HTMLElement): Promise<void> {
  const map = L.map(place, { attributionControl: false }).setView([48, 36], 4);
  const answer = await fetch(place.dataset["land"] ?? "");
  const land = (await answer.json()) as Land;
  for (const rings of land.polygons) {
    L.polygon(rings.map((one) => ring(one, land.per_degree)), { interactive: false, className: "land" }).addTo(map);
  }
}

const place = document.getElementById("map");
if (place) void draw(place);
