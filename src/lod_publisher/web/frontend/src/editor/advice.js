// What the adviser says of a query: what is wrong, what may slow it down, what it never finds, and how it is evaluated.

import { h } from "./dom.js";
import { _ } from "../shared/words.js";

export function showAdvice(place, told, isWanted, goTo) {
  const parts = [];
  if (told.problem && isWanted) parts.push(...mistake(told.problem));
  for (const remark of told.remarks) parts.push(h("p", { class: "advised" }, remark));
  for (const each of told.advice) parts.push(trap(each, goTo));
  if (isWanted && told.plan)
    parts.push(h("details", { class: "further" }, h("summary", {}, _("How it is evaluated")), h("pre", { tabindex: "0" }, told.plan)));
  if (isWanted && !parts.length) parts.push(h("p", { class: "quiet" }, _("No trap that we know of.")));
  if (parts.length) parts.unshift(h("h2", { class: "hidden" }, _("Advice")));
  place.replaceChildren(...parts);
}

export function mistake(problem) {
  return [
    h("p", { class: "lead" }, problem.detail ?? problem.title),
    problem.excerpt ? h("pre", { class: "mistake", tabindex: "0" }, problem.excerpt) : null,
    problem.hints?.length ? h("ul", {}, problem.hints.map((hint) => h("li", {}, hint))) : null,
  ].filter(Boolean);
}

function trap(each, goTo) {
  const name = each.trap.replaceAll("-", " ");
  const isSentence = /^[A-Z].*\.$/s.test(each.rewrite);
  return h(
    "details",
    { class: "advised" },
    h("summary", {}, h("strong", {}, name[0].toUpperCase() + name.slice(1)), _(" in line %(line)s", { line: each.line })),
    h("p", {}, each.reason),
    isSentence ? h("p", {}, each.rewrite) : each.rewrite ? [h("p", {}, _("Instead:")), h("pre", { tabindex: "0" }, each.rewrite)] : [],
    h("p", {}, h("button", { type: "button", class: "quiet", onclick: () => goTo(each) }, _("Show the place"))),
  );
}
