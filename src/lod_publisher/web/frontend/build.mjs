// Bundles what the pages load: every entry in src/ becomes static/dist/NAME.js (and NAME.css), shared parts go to dist/parts/.
// The licences of all that is bundled are put beside it. Run by the build of the package, or by hand: npm run build
// While one entry is being written: node build.mjs --only NAME, which leaves what other entries made where it is.
import { geoPath, geoProjection } from "d3-geo";
import { build } from "esbuild";
import { feature } from "topojson-client";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const only = process.argv[2] === "--only" ? process.argv.slice(3) : [];
const target = (only.length ? undefined : process.argv[2]) ?? path.join(here, "..", "static", "dist");
const fresh = only.length ? target : `${target}.new`;

const entries = (await readdir(path.join(here, "src"), { withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(js|css)$/.test(entry.name))
  .filter((entry) => !only.length || only.includes(path.parse(entry.name).name))
  .map((entry) => path.join("src", entry.name));

if (!only.length) await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: entries,
  outdir: fresh,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  metafile: true,
  legalComments: "none", // gathered below, whole
  entryNames: "[name]",
  chunkNames: "parts/[name]-[hash]",
  assetNames: "parts/[name]-[hash]",
  loader: { ".woff2": "file", ".svg": "dataurl", ".png": "dataurl" },
  logLevel: "warning",
});

// The typeface must not move words under a reader's eyes: it is used when it is there in time, and is then kept for the next page.
const face = path.join(fresh, "fonts.css");
if (!only.length || only.includes("fonts")) {
  await writeFile(face, (await readFile(face, "utf8")).replaceAll("font-display:swap", "font-display:optional"));
}
if (only.length) process.exit(0);

const folders = new Set(["node_modules/world-atlas", "node_modules/dejavu-fonts-ttf"]);
for (const input of Object.keys(metafile.inputs)) {
  const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) folders.add(found[1]);
}
const parts = [];
for (const folder of [...folders].sort()) {
  const about = JSON.parse(await readFile(path.join(here, folder, "package.json"), "utf8"));
  const names = (await readdir(path.join(here, folder))).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(here, folder, name), "utf8")));
  parts.push([`${about.name} ${about.version} (${about.license ?? "see below"})`, ...texts.map((text) => text.trim())].join("\n\n"));
}
await writeFile(path.join(fresh, "LICENCES.txt"), parts.join(`\n\n${"-".repeat(72)}\n\n`) + "\n");

// One name that two entries would share must not win by chance.
const names = Object.keys(metafile.outputs).map((output) => path.basename(output));
const twice = names.filter((name, index) => names.indexOf(name) !== index);
if (twice.length) throw new Error(`two files of the same name were made: ${twice.join(", ")}`);

// The outlines of the lands (Natural Earth): as they are for the maps that the server draws, and as one shape for the front page.
// The font is for pictures (PNG), which the server makes where a machine may have none.
const COPIED = {
  "land-110m.json": "world-atlas/land-110m.json",
  "land-50m.json": "world-atlas/land-50m.json",
  "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
};
for (const [name, origin] of Object.entries(COPIED)) {
  await copyFile(path.join(here, "node_modules", origin), path.join(fresh, name));
}
const world = JSON.parse(await readFile(path.join(fresh, "land-110m.json"), "utf8"));
const plane = geoProjection((across, up) => [0.8 * across, up]).scale(180 / Math.PI).translate([0, 0]).precision(0.2);
const outline = geoPath(plane).digits(1)(feature(world, world.objects.land));
const box = "-138 -78 286 136"; // as in protocols/front/ways.py
await writeFile(
  path.join(fresh, "land.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}"><path d="${outline}"/></svg>\n`,
);

await rm(target, { recursive: true, force: true });
await rename(fresh, target);
