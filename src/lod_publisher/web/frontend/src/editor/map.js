// An answer with points as a map: outlines of the lands that come with this site, and a dot for every row.

import { h, s } from "./dom.js";
import { address, number, point, spoken } from "./terms.js";
import { savable } from "./saving.js";
import { _ } from "../shared/words.js";

const WIDTH = 860;
const HEIGHT = 480;
const NEAREST = 2600; // no closer than this scale: the outlines are coarse
const MOST_DOTS = 2000;

export function canMap({ variables, rows }) {
  return Boolean(rows?.length) && Boolean(placed(variables, rows));
}

// Which column is a point; else two columns named latitude and longitude.
function placed(variables, rows) {
  const column = variables.find((name) => rows.some((row) => point(row[name])));
  if (column) return (row) => point(row[column]);
  const [latitude, longitude] = [/^lat(itude)?$/i, /^(lon|long|lng|longitude)$/i].map((name) => variables.find((each) => name.test(each)));
  if (!latitude || !longitude || !rows.some((row) => number(row[latitude]) !== null)) return null;
  return (row) => {
    const at = [number(row[longitude]), number(row[latitude])];
    return at.includes(null) ? null : at;
  };
}

export async function drawMap({ variables, rows }, here) {
  const [{ geoEqualEarth, geoPath, geoGraticule10 }, { feature, mesh }, outlines] = await Promise.all([
    import("d3-geo"),
    import("topojson-client"),
    import("world-atlas/countries-110m.json"),
  ]);
  const world = outlines.default ?? outlines;
  const land = feature(world, world.objects.land);
  const borders = mesh(world, world.objects.countries, (one, other) => one !== other);
  const at = placed(variables, rows);
  const dots = rows.map((row) => ({ row, at: at(row) })).filter((each) => each.at);
  const place = h("div", { class: "drawn" });
  const whole = h("input", { type: "checkbox" });

  function draw() {
    const projection = geoEqualEarth();
    const frame = [[50, 40], [WIDTH - 50, HEIGHT - 40]];
    if (whole.checked) projection.fitSize([WIDTH, HEIGHT], { type: "Sphere" });
    else {
      projection.fitExtent(frame, { type: "MultiPoint", coordinates: dots.map((each) => each.at) });
      if (!(projection.scale() <= NEAREST)) {
        const middle = [0, 1].map((axis) => dots.reduce((sum, each) => sum + each.at[axis], 0) / dots.length);
        projection.scale(NEAREST).translate([0, 0]);
        const [x, y] = projection(middle);
        projection.translate([WIDTH / 2 - x, HEIGHT / 2 - y]);
      }
    }
    projection.clipExtent([[-1, -1], [WIDTH + 1, HEIGHT + 1]]);
    const path = geoPath(projection);
    place.replaceChildren(
      s(
        "svg",
        { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": _("A map with %(number)s points. The table holds the same rows.", { number: dots.length }), class: "answer-map" },
        s("rect", { width: WIDTH, height: HEIGHT, class: "sea" }),
        s("path", { d: path(geoGraticule10()), class: "grid" }),
        s("path", { d: path(land), class: "land" }),
        s("path", { d: path(borders), class: "border" }),
        dots.slice(0, MOST_DOTS).map((each) => dot(each, projection, variables, here)),
        names(dots, projection, variables, here),
      ),
    );
    if (dots.length > MOST_DOTS) place.append(h("p", { class: "quiet" }, _("The first %(shown)s of %(number)s points.", { shown: MOST_DOTS, number: dots.length })));
  }
  whole.onchange = draw;
  draw();
  return [h("p", { class: "choices" }, h("label", {}, whole, ` ${_("The whole world")}`), savable(place, "map")), place];
}

function title({ row }, variables, here) {
  return variables
    .filter((name) => row[name] && !point(row[name]))
    .map((name) => spoken(row[name], here))
    .join(" · ");
}

function label({ row }, variables, here) {
  const name = variables.find((each) => row[each]?.type === "literal" && !point(row[each]) && number(row[each]) === null);
  return name ? spoken(row[name], here) : "";
}

function dot(each, projection, variables, here) {
  const [cx, cy] = projection(each.at);
  const circle = s("circle", { cx, cy, r: 5, class: "dot" }, s("title", {}, title(each, variables, here)));
  const iri = Object.values(each.row).find((term) => term.type === "uri" && address(term.value, here));
  return iri ? s("a", { href: address(iri.value, here), "aria-label": title(each, variables, here) }, circle) : circle;
}

// Names where there is room for them, the first rows first.
function names(dots, projection, variables, here) {
  const taken = [];
  return dots.slice(0, 300).map((each) => {
    const [x, y] = projection(each.at);
    const words = label(each, variables, here).slice(0, 30);
    const box = { left: x - 7, right: x + 10 + 6.5 * words.length, top: y - 10, bottom: y + 8 };
    const isFree = taken.every((one) => one.right < box.left || one.left > box.right || one.bottom < box.top || one.top > box.bottom);
    if (!words || !isFree || x < 0 || y < 0 || box.right > WIDTH || y > HEIGHT) return null;
    taken.push(box);
    return s("text", { x: x + 8, y: y + 4, class: "name", "aria-hidden": "true" }, words);
  });
}
