// An answer with a column of numbers as a chart: bars by name, or a line along years and days. The table says the same.

import { h, s } from "./dom.js";
import { address, number, spoken, year } from "./terms.js";
import { savable } from "./saving.js";
import { _, language } from "../shared/words.js";

const MOST_BARS = 40;
const ROW = 24;
const WIDTH = 860;

export function canChart({ variables, rows }) {
  return Boolean(rows?.length) && numeric(variables, rows).length > 0;
}

function numeric(variables, rows) {
  return variables.filter((name) => rows.some((row) => number(row[name]) !== null));
}

export function drawChart(answer, here) {
  const { variables, rows } = answer;
  const measures = numeric(variables, rows);
  const names = variables.filter((name) => !measures.includes(name));
  const preferred = names.findLast((name) => rows[0][name]?.type !== "uri") ?? names[0] ?? measures[0];
  const place = h("div", { class: "drawn" });
  const by = choice(_("What"), names.length ? names : measures, preferred);
  const of = choice(_("How much"), measures, measures.at(-1));

  function draw() {
    const points = rows
      .map((row) => ({ row, value: number(row[of.value]), name: spoken(row[by.value], here), when: year(row[by.value]) }))
      .filter((each) => each.value !== null);
    const isTime = points.length > 2 && points.every((each) => each.when !== null);
    place.replaceChildren(isTime ? line(points, of.value) : bars(points, by.value, of.value, here));
    if (!isTime && points.length > MOST_BARS) place.append(h("p", { class: "quiet" }, _("The first %(shown)s of %(number)s rows, in the order of the answer.", { shown: MOST_BARS, number: points.length })));
  }
  by.onchange = of.onchange = draw;
  draw();
  return [h("p", { class: "choices" }, labelled(by), labelled(of), savable(place, "chart")), place];
}

function choice(label, options, chosen) {
  return h("select", { "aria-label": label }, options.map((name) => h("option", { value: name, selected: name === chosen }, name)));
}

function labelled(select) {
  return h("label", {}, `${select.getAttribute("aria-label")} `, select);
}

function bars(points, by, of, here) {
  const shown = points.slice(0, MOST_BARS);
  const most = Math.max(...shown.map((each) => Math.abs(each.value)), 1e-9);
  const left = Math.min(330, 20 + 7.2 * Math.max(...shown.map((each) => Math.min(each.name.length, 44))));
  const room = WIDTH - left - 80;
  const drawn = shown.map((each, at) => {
    const y = at * ROW;
    const length = Math.max(1, (Math.abs(each.value) / most) * room);
    const label = s("text", { x: left - 8, y: y + 16, "text-anchor": "end", class: "name" }, short(each.name));
    const iri = Object.values(each.row).find((term) => term.type === "uri" && address(term.value, here));
    return s(
      "g",
      {},
      s("title", {}, `${each.name}: ${each.value.toLocaleString(language)}`),
      iri ? s("a", { href: address(iri.value, here) }, label) : label,
      s("rect", { x: left, y: y + 4, width: length, height: ROW - 8, rx: 2, class: each.value < 0 ? "bar below" : "bar" }),
      s("text", { x: left + length + 6, y: y + 16, class: "value" }, each.value.toLocaleString(language)),
    );
  });
  const height = shown.length * ROW + 4;
  const words = _("Bars: %(of)s by %(by)s, %(number)s rows. The table holds the same numbers.", { of, by, number: shown.length });
  return s("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "group", "aria-label": words, class: "answer-chart" }, drawn);
}

function line(points, of) {
  const sorted = [...points].sort((one, other) => one.when - other.when);
  const height = 320;
  const [left, right, top, bottom] = [60, 20, 16, 34];
  const [from, to] = [sorted[0].when, sorted.at(-1).when];
  const values = sorted.map((each) => each.value);
  const most = Math.max(...values, 0);
  const least = Math.min(...values, 0);
  const x = (when) => left + ((when - from) / (to - from || 1)) * (WIDTH - left - right);
  const y = (value) => top + ((most - value) / (most - least || 1)) * (height - top - bottom);
  const path = sorted.map((each, at) => `${at ? "L" : "M"}${x(each.when).toFixed(1)} ${y(each.value).toFixed(1)}`).join("");
  const ticks = Array.from({ length: 5 }, (_, at) => least + ((most - least) * at) / 4);
  const every = Math.max(1, Math.ceil((to - from) / 10));
  const years = [];
  for (let when = Math.ceil(from); when <= to; when += every) years.push(when);
  return s(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: "img",
      "aria-label": _("A line: %(of)s from %(first)s to %(last)s, %(least)s to %(most)s. The table holds the same numbers.", { of, first: sorted[0].name, last: sorted.at(-1).name, least: least.toLocaleString(language), most: most.toLocaleString(language) }),
      class: "answer-chart",
    },
    ticks.map((value) => [
      s("line", { x1: left, x2: WIDTH - right, y1: y(value), y2: y(value), class: "rule" }),
      s("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end", class: "value" }, Number(value.toPrecision(3)).toLocaleString(language)),
    ]),
    years.map((when) => s("text", { x: x(when), y: height - 10, "text-anchor": "middle", class: "value" }, String(when))),
    s("path", { d: path, class: "line" }),
    sorted.map((each) => s("circle", { cx: x(each.when), cy: y(each.value), r: 3, class: "dot" }, s("title", {}, `${each.name}: ${each.value.toLocaleString(language)}`))),
  );
}

function short(name) {
  return name.length > 44 ? `${name.slice(0, 43)}…` : name;
}
