// Dragging, pinching and zooming a drawing of the server: it follows the hand at once, and is drawn anew when the hand rests.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { asking, button, show } from "./page.js";
import { _ } from "../shared/words.js";

const DAY = 86_400_000;
const iso = (time) => new Date(time).toISOString().slice(0, 10);

/** How far a turn of the wheel zooms: two fingers on a pad send many small turns, a wheel few large ones. */
const turned = ({ deltaY }) => -Math.sign(deltaY) * Math.min(Math.abs(deltaY) * 0.02, 0.8);

/** What each view asks for when the part of the drawing from x0, y0 to x1, y1 (0 to 1) shall fill it. */
const ASKS = {
  timeline(svg, x0, _, x1) {
    const first = Date.parse(svg.dataset.first);
    const length = Date.parse(svg.dataset.last) + DAY - first;
    const from = first + x0 * length;
    const to = Math.max(from + 2 * DAY, first + x1 * length);
    return from > -6e13 && to < 2e14 ? { from: iso(from), to: iso(to - DAY), day: null } : null;
  },
  map(svg, x0, y0, x1, y1) {
    const [left, top, right, bottom] = svg.dataset.box.split(",").map(Number);
    const [wide, high] = [right - left, bottom - top];
    const box = [left + x0 * wide, top + y0 * high, left + x1 * wide, top + y1 * high];
    return box[2] - box[0] < 0.05 ? null : { box: box.map((side) => side.toFixed(4)).join(","), area: null };
  },
};

/** Lets a hand, and buttons, move the drawing. */
export function handle(kind) {
  const drawing = () => document.querySelector("#view svg");
  const only = kind === "timeline";
  let moving = false;

  const ask = (x0, y0, x1, y1) => {
    const changes = ASKS[kind](drawing(), x0, y0, x1, y1);
    return changes ? show(asking(changes)) : Promise.resolve(false);
  };

  const bind = () => {
    const svg = drawing();
    if (!svg) return;
    const all = svg.querySelector(".v-all");
    const { width, height } = svg.viewBox.baseVal;
    const hand = zoom()
      .wheelDelta(turned)
      // A wheel alone scrolls the page, and one finger too; the frame scrolls sideways where it is narrow.
      .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : event.touches ? event.touches.length > 1 : !event.button))
      .extent([[0, 0], [width, height]])
      .scaleExtent([0.2, 60])
      .clickDistance(4)
      .on("zoom", ({ transform: { x, y, k } }) => {
        moving = true;
        all.setAttribute("transform", only ? `matrix(${k},0,0,1,${x},0)` : `translate(${x},${y}) scale(${k})`);
      })
      .on("end", async ({ transform: { x, y, k } }) => {
        if (!moving || (k === 1 && !x && !y)) return;
        moving = false;
        if (!(await ask(-x / k / width, -y / k / height, (width - x) / k / width, (height - y) / k / height))) {
          select(svg).property("__zoom", zoomIdentity);
          all.removeAttribute("transform");
        }
      });
    select(svg).call(hand).on("dragstart", (event) => event.preventDefault());
  };

  button("+", _("Nearer"), () => ask(0.25, 0.25, 0.75, 0.75));
  button("−", _("Farther"), () => ask(-0.5, -0.5, 1.5, 1.5));
  button("←", only ? _("Earlier") : _("To the west"), () => ask(-0.4, 0, 0.6, 1));
  button("→", only ? _("Later") : _("To the east"), () => ask(0.4, 0, 1.4, 1));
  if (!only) {
    button("↑", _("To the north"), () => ask(0, -0.4, 1, 0.6));
    button("↓", _("To the south"), () => ask(0, 0.4, 1, 1.4));
  }
  document.addEventListener("view:shown", bind);
  bind();
}
