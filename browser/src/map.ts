/**
 * The map of incidents: areas on land and water, nothing else.
 *
 * Everything drawn is read from the list on the page, which says the same without a script. The only thing
 * fetched is our own outline of land.
 */

import * as L from "leaflet";

interface Land {
  per_degree: number;
  polygons: number[][][];
}

interface Area {
  item: HTMLElement;
  name: string;
  centre: L.LatLng;
  metres: number;
  incidents: string[];
  circle: L.Circle;
}

const FARTHEST = 2; // the whole world
const NEAREST = 9; // nearer would promise more than an account says
const SMALL = 11; // pixels: circles smaller than this are told together where they overlap

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

async function ground(map: L.Map, address: string): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok) return; // areas on an empty ground are still areas
  const land = (await answer.json()) as Land;
  const shapes = land.polygons.map((rings) => rings.map((one) => ring(one, land.per_degree)));
  L.polygon(shapes, { interactive: false, className: "land", pane: "ground", smoothFactor: 0.7 }).addTo(map);
}

/** The areas of the list, largest first, so that small ones lie above. */
function listed(): Area[] {
  const areas: Area[] = [];
  for (const item of document.querySelectorAll<HTMLElement>(".area")) {
    const { lat, lon, km } = item.dataset;
    const centre = L.latLng(Number(lat), Number(lon));
    const metres = Number(km) * 1000;
    const circle = L.circle(centre, { radius: metres, className: "spot", pane: "areas" });
    const incidents = [...item.querySelectorAll<HTMLElement>("[data-incident]")].map((one) => one.dataset["incident"] ?? "");
    const name = item.querySelector("h3")?.firstChild?.textContent?.trim() ?? "";
    areas.push({ item, name, centre, metres, incidents, circle });
  }
  return areas.sort((one, other) => other.metres - one.metres);
}

/** Thin lines between the places that accounts of one incident name. */
function differing(map: L.Map, areas: Area[]): void {
  const places = new Map<string, L.LatLng[]>();
  for (const area of areas) {
    for (const id of area.incidents) places.set(id, [...(places.get(id) ?? []), area.centre]);
  }
  for (const points of places.values()) {
    if (points.length > 1) L.polyline(points, { className: "differ", interactive: false, pane: "areas" }).addTo(map);
  }
}

function show(areas: Area[], area: Area, move: boolean): void {
  for (const one of areas) {
    one.item.classList.toggle("shown", one === area);
    one.circle.getElement()?.classList.toggle("shown", one === area);
  }
  if (move) {
    area.item.scrollIntoView({ block: "nearest" });
    area.item.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  }
}

/** Numbers on the circles; small circles that overlap at this scale are one number, which zooms in. */
function numbers(map: L.Map, areas: Area[], layer: L.LayerGroup): void {
  layer.clearLayers();
  const left = new Set(areas);
  for (const area of areas) {
    if (!left.has(area)) continue;
    const at = map.latLngToLayerPoint(area.centre);
    const size = radius(map, area);
    const near = size > SMALL ? [area] : [...left].filter((other) => radius(map, other) <= SMALL && at.distanceTo(map.latLngToLayerPoint(other.centre)) < 2 * SMALL);
    for (const one of near) left.delete(one);
    const incidents = new Set(near.flatMap((one) => one.incidents));
    const together = near.length > 1;
    if (!together && size < 8) continue; // too small for a number; the list has it
    const icon = L.divIcon({ className: together ? "how-many cluster" : "how-many", html: String(incidents.size), iconSize: [24, 24] });
    const mark = L.marker(area.centre, { icon, interactive: together, keyboard: false, pane: "numbers" });
    if (together) mark.on("click", () => map.fitBounds(bounds(near), { maxZoom: NEAREST }));
    layer.addLayer(mark);
  }
}

function radius(map: L.Map, area: Area): number {
  const north = L.latLng(Math.min(85, area.centre.lat + area.metres / 111_320), area.centre.lng);
  return map.latLngToLayerPoint(area.centre).distanceTo(map.latLngToLayerPoint(north));
}

function bounds(areas: Area[]): L.LatLngBounds {
  const all = L.latLngBounds([]);
  for (const area of areas) all.extend(area.centre.toBounds(2 * area.metres));
  return all;
}

function draw(place: HTMLElement): void {
  place.hidden = false;
  const areas = listed();
  const whole = bounds(areas);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, {
    attributionControl: false,
    zoomControl: false,
    minZoom: FARTHEST,
    maxZoom: NEAREST,
    maxBounds: [[-85, -220], [85, 220]],
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    scrollWheelZoom: false, // the page scrolls; buttons, keys and pinching zoom
  });
  map.createPane("ground").style.zIndex = "200";
  map.createPane("areas").style.zIndex = "400";
  map.createPane("numbers").style.zIndex = "600";
  const { zoomIn = "+", zoomOut = "−", show: words = "", whole: all = "" } = place.dataset;
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.fitBounds(whole, { maxZoom: 7, padding: [16, 16] });

  const bar = place.querySelector(".leaflet-control-zoom");
  const back = Object.assign(document.createElement("a"), { href: "#map", className: "whole", textContent: "⤢", title: all });
  back.setAttribute("role", "button");
  back.setAttribute("aria-label", all);
  back.addEventListener("click", (event) => {
    event.preventDefault();
    map.fitBounds(whole, { maxZoom: 7, padding: [16, 16] });
  });
  bar?.append(back);
  L.DomEvent.disableClickPropagation(back);

  for (const area of areas) {
    const told = document.createElement("span"); // as text: names of places are words of others
    told.textContent = `${area.name}: ${area.incidents.length}`;
    area.circle.bindTooltip(told, { sticky: true }).on("click", () => show(areas, area, true)).addTo(map);
    const button = Object.assign(document.createElement("button"), { type: "button", className: "show", textContent: words });
    button.setAttribute("aria-label", `${words}: ${area.name}`);
    button.addEventListener("click", () => {
      map.fitBounds(bounds([area]), { maxZoom: 8, padding: [40, 40] });
      show(areas, area, false);
      place.scrollIntoView({ block: "nearest" });
    });
    area.item.prepend(button);
  }
  differing(map, areas);
  const layer = L.layerGroup().addTo(map);
  map.on("zoomend", () => numbers(map, areas, layer));
  numbers(map, areas, layer);
  place.dataset["drawn"] = String(areas.length);
  void ground(map, place.dataset["land"] ?? "").then(() => (place.dataset["ground"] = "there"));
}

const place = document.getElementById("map");
if (place) draw(place);
