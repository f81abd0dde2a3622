// An answer as a table: links, languages, sorting by a column, a page of rows at a time.

import { h } from "./dom.js";
import { address, number, spoken } from "./terms.js";
import { _, language } from "../shared/words.js";

const ROWS_AT_ONCE = 200;

export function drawTable({ variables, rows }, here) {
  let order = { name: "", isDown: false };
  let sorted = rows;
  let shown = ROWS_AT_ONCE;
  const body = h("tbody");
  const more = h("button", { type: "button", class: "quiet", onclick: () => ((shown += 5 * ROWS_AT_ONCE), fill()) });
  const heads = variables.map((name) =>
    h("th", { scope: "col" }, h("button", { type: "button", class: "sort", onclick: () => sortBy(name) }, name)),
  );

  function sortBy(name) {
    order = { name, isDown: order.name === name && !order.isDown };
    const collator = new Intl.Collator(language, { numeric: true });
    const compare = (one, other) => {
      const [a, b] = [number(one[name]), number(other[name])];
      return a !== null && b !== null ? a - b : collator.compare(spoken(one[name], here), spoken(other[name], here));
    };
    sorted = [...rows].sort((one, other) => (order.isDown ? compare(other, one) : compare(one, other)));
    variables.forEach((each, at) => {
      if (each === name) heads[at].setAttribute("aria-sort", order.isDown ? "descending" : "ascending");
      else heads[at].removeAttribute("aria-sort");
    });
    fill();
  }

  function fill() {
    body.replaceChildren(
      ...sorted.slice(0, shown).map((row) => h("tr", {}, variables.map((name) => cell(row[name], here)))),
    );
    more.hidden = shown >= rows.length;
    more.textContent = _("More rows (%(number)s are left)", { number: (rows.length - shown).toLocaleString(language) });
  }

  fill();
  return [
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": _("Rows") }, h("table", {}, h("thead", {}, h("tr", {}, heads)), body)),
    h("p", {}, more),
  ];
}

function cell(term, here) {
  if (!term) return h("td");
  const words = spoken(term, here);
  if (term.type === "uri") {
    const href = address(term.value, here);
    return h("td", {}, href ? h("a", { href, title: term.value }, words) : words);
  }
  const isNumber = number(term) !== null;
  const language = term["xml:lang"];
  return h(
    "td",
    { class: isNumber ? "number" : null, lang: language, dir: isNumber ? null : "auto" },
    words,
    language ? h("span", { class: "remark" }, ` ${language}`) : null,
  );
}
