// The place below the editor: a waiting note, a problem, or an answer as table, chart or map.

import { mistake } from "./advice.js";
import { canChart, drawChart } from "./chart.js";
import { h } from "./dom.js";
import { canMap, drawMap } from "./map.js";
import { drawTable } from "./table.js";
import { _, language } from "../shared/words.js";

const VIEWS = [
  { name: "Table", said: _("Table"), can: () => true, draw: drawTable },
  { name: "Chart", said: _("Chart"), can: canChart, draw: drawChart },
  { name: "Map", said: _("Map"), can: canMap, draw: drawMap },
];
let chosen = "Table";

export function showWaiting(place, stop) {
  place.setAttribute("aria-busy", "true");
  place.replaceChildren(
    h("p", { class: "waiting", role: "status" }, _("Asking … "), h("button", { type: "button", class: "quiet", onclick: stop }, _("Stop"))),
  );
}

export function showProblem(place, problem) {
  place.removeAttribute("aria-busy");
  const parts = [h("h2", {}, problem.status === 400 ? _("It cannot be asked so") : problem.title), ...mistake(problem)];
  if (problem.see?.length)
    parts.push(h("ul", { class: "plain" }, problem.see.map((one) => h("li", {}, h("a", { href: one.href }, one.title)))));
  place.replaceChildren(h("section", { class: "results", role: problem.stopped ? "status" : "alert" }, parts));
}

export function showAnswer(place, answer, here) {
  place.removeAttribute("aria-busy");
  const section = h("section", { class: "results" }, h("h2", {}, title(answer)));
  if (answer.cut) section.append(h("p", { class: "advised" }, _("There is more than is shown here. CSV above the answer holds all of it; LIMIT asks for less.")));
  place.replaceChildren(section);
  if (answer.kind === "graph") section.append(h("pre", { tabindex: "0", class: "turtle" }, answer.text.slice(0, 200_000)));
  if (answer.kind === "rows") {
    if (answer.rows.length) section.append(...views(answer, here));
    else section.append(h("p", { class: "empty" }, _("Nothing fits all of these patterns. Take one away, or ask the adviser with Explain.")));
  }
}

function title(answer) {
  const took = h("span", { class: "count" }, ` ${answer.seconds.toFixed(2)} s`);
  const words = {
    graph: () => _("Statements"),
    boolean: () => (answer.value ? _("Yes") : _("No")),
    rows: () => (answer.rows.length === 1 ? _("1 row") : _("%(number)s rows", { number: answer.rows.length.toLocaleString(language) })),
  };
  return h("span", { role: "status" }, words[answer.kind](), took);
}

function views(answer, here) {
  const body = h("div", { class: "view" });
  const possible = VIEWS.filter((view) => view.can(answer));
  const buttons = possible.map((view) =>
    h("button", { type: "button", "aria-pressed": "false", onclick: () => show(view) }, view.said),
  );
  async function show(view) {
    chosen = view.name;
    possible.forEach((each, at) => buttons[at].setAttribute("aria-pressed", String(each === view)));
    body.replaceChildren(...(await view.draw(answer, here)));
  }
  show(possible.find((view) => view.name === chosen) ?? possible[0]);
  const missing = VIEWS.filter((view) => !possible.includes(view)).map((view) => ({
    Chart: _("A column of numbers makes a chart"),
    Map: _("A column of points (geo:wktLiteral) makes a map"),
  })[view.name]);
  const hint = missing.length ? h("span", { class: "quiet" }, `${missing.join(". ")}.`) : null;
  if (possible.length === 1) return [h("p", {}, hint), body];
  return [
    h("div", { class: "chosen", role: "group", "aria-label": _("Show the answer as") }, buttons, hint),
    body,
  ];
}
