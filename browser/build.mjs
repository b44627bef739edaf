// Builds what the pages load, out of src/ and the packages of the lock file:
//
//   src/NAME.ts        → assets/js/NAME.js        one module for each page, with what it takes of src/shared, minified
//   Leaflet's style    → assets/leaflet/leaflet.css
//   Natural Earth land → assets/land.json         land and water only, no border of any kind
//   their licences     → assets/THIRD-PARTY.txt
//
// The same input gives the same bytes: tests/web/test_bundle.py builds anew and compares.
// A folder given as argument takes the place of src/allegata/web/assets.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";

import { land } from "./land.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../src/allegata/web/assets"));
const require = createRequire(import.meta.url);
const file = (name) => readFile(require.resolve(name), "utf8");

// what reaches a visitor's browser, and under which terms
const SHIPPED = [
  ["leaflet", "the map: js/map.js, leaflet/leaflet.css", "leaflet/LICENSE"],
  ["world-atlas", "land.json, from Natural Earth (public domain), borders left out", "world-atlas/LICENSE"],
];

const scripts = (await readdir(join(here, "src"))).filter((name) => name.endsWith(".ts")).sort();
await rm(join(out, "js"), { recursive: true, force: true });
for (const folder of ["js", "leaflet"]) await mkdir(join(out, folder), { recursive: true });

await build({
  absWorkingDir: here, // names in the output never depend on where the build runs
  entryPoints: scripts.map((name) => `src/${name}`),
  outdir: join(out, "js"),
  bundle: true,
  format: "esm",
  alias: { leaflet: "leaflet/dist/leaflet-src.esm.js" }, // as a module it sheds what is not used
  target: "es2022",
  charset: "utf8",
  minify: true,
  sourcemap: false,
  legalComments: "inline",
  logLevel: "warning",
});

// no marker and no control of Leaflet that has a picture is used: rules that name one are left out
const style = (await file("leaflet/dist/leaflet.css")).replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, "\n");
const small = await transform(style, { loader: "css", minify: true, legalComments: "none" });
if (/url\(/.test(small.code)) throw new Error("leaflet.css still names a picture; look at build.mjs");
await writeFile(join(out, "leaflet/leaflet.css"), small.code);

await writeFile(join(out, "land.json"), land(JSON.parse(await file("world-atlas/land-50m.json"))));

let note = "What is made by others in this folder, and its terms. Everything else is allegata’s own.\n";
for (const [name, what, terms] of SHIPPED) {
  const { version } = JSON.parse(await file(`${name}/package.json`));
  const text = (await file(terms)).replaceAll("\r\n", "\n").trim();
  note += `\n${"-".repeat(78)}\n${name} ${version}: ${what}\n${"-".repeat(78)}\n\n${text}\n`;
}
await writeFile(join(out, "THIRD-PARTY.txt"), note);
