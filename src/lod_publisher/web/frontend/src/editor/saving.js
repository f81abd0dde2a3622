// A drawing as an SVG file that stands alone: the styles that the page gives its parts are written into it.

import { h } from "./dom.js";
import { _ } from "../shared/words.js";

const STYLES = ["fill", "stroke", "stroke-width", "font-family", "font-size", "opacity", "text-anchor"];

export function savable(place, name) {
  return h("button", { type: "button", class: "quiet", onclick: () => save(place.querySelector("svg"), name) }, _("Save as SVG"));
}

function save(drawing, name) {
  const copy = drawing.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const [from, to] = [drawing.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const each of STYLES) to[at].setAttribute(each, style.getPropertyValue(each));
  });
  const file = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  h("a", { href: file, download: `${name}.svg` }).click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
}
