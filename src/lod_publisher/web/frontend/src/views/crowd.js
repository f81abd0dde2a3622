// Everybody at once: the network on a canvas, which draws thousands of people where a drawing with links would be slow.
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { button, say, tools } from "./page.js";
import { _, language } from "../shared/words.js";

const MOST_LINES = 15_000;
// While a hand moves it, so many are enough; the rest comes when the hand rests.
const LINES_IN_MOTION = 3_000;
const REST = 160;
const EDGE = 30;

/** Offers to draw everybody, when the page says where the data are. */
export function crowd() {
  const more = () => document.querySelector("[data-network]");
  if (!more()) return;
  const everybody = button(_("Draw everybody"), "", async () => {
    say(_("Fetching …"));
    everybody.disabled = true;
    try {
      const answer = await fetch(more().dataset.network);
      if (!answer.ok) throw new Error(answer.statusText);
      draw(await answer.json());
      everybody.remove();
    } catch {
      everybody.disabled = false;
      say(_("The server does not answer now; try again in a moment."));
    }
  });
}

function draw({ people, bonds }) {
  const frame = document.querySelector("#view .view-frame");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", _("%(people)s people and organisations with %(bonds)s bonds; the table below has the strongest", { people: people.length, bonds: bonds.length }));
  frame.replaceChildren(canvas);
  const [width, height] = [Math.max(frame.clientWidth, 320), Math.min(Math.max(frame.clientWidth * 0.72, 420), innerHeight * 0.85)];
  const dense = Math.min(devicePixelRatio || 1, 2);
  Object.assign(canvas, { width: width * dense, height: height * dense });
  canvas.classList.add("crowd");
  const pen = canvas.getContext("2d");

  fit(people, width, height);
  const busiest = Math.max(...people.map((one) => one.times), 1);
  for (const one of people) {
    one.r = 1.6 + 9 * Math.sqrt(one.times / busiest);
    one.friends = new Set();
  }
  for (const bond of bonds) {
    people[bond.one].friends.add(bond.other);
    people[bond.other].friends.add(bond.one);
  }
  const lines = bonds.slice(0, MOST_LINES);
  const strongest = Math.max(lines[0]?.times ?? 1, 1);
  let view = zoomIdentity;
  let chosen = null;
  let waiting = false;
  let inMotion = false;
  let resting;

  const paint = () => {
    waiting = false;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, width, height);
    const at = people.map((one) => [view.applyX(one.px), view.applyY(one.py)]);
    const inSight = ([x, y]) => x > -20 && x < width + 20 && y > -20 && y < height + 20;
    for (const kind of ["met", "wrote"]) {
      pen.strokeStyle = colour(kind === "wrote" ? "--hue-1" : "--hue-2");
      for (const bond of inMotion ? lines.slice(0, LINES_IN_MOTION) : lines) {
        if (bond.kind !== kind || !(inSight(at[bond.one]) || inSight(at[bond.other]))) continue;
        const own = chosen === null || bond.one === chosen || bond.other === chosen;
        const share = Math.sqrt(bond.times / strongest);
        pen.globalAlpha = own ? (chosen === null ? 0.07 + 0.5 * share : 0.75) : 0.02;
        pen.lineWidth = 0.4 + 4 * share;
        pen.beginPath();
        pen.moveTo(...at[bond.one]);
        pen.lineTo(...at[bond.other]);
        pen.stroke();
      }
    }
    const grown = Math.sqrt(view.k);
    pen.lineWidth = 1.2;
    people.forEach((one, number) => {
      if (!inSight(at[number])) return;
      const near = chosen === null || number === chosen || people[chosen].friends.has(number);
      pen.globalAlpha = near ? 1 : 0.2;
      pen.fillStyle = colour(number === chosen ? "--accent" : "--sheet");
      pen.strokeStyle = colour("--ink");
      pen.beginPath();
      const r = one.r * grown;
      if (one.kind === "organisation") pen.rect(at[number][0] - r, at[number][1] - r, 2 * r, 2 * r);
      else pen.arc(...at[number], r, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    });
    name(at, inSight, colour, grown);
  };

  const name = (at, inSight, colour, grown) => {
    pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    pen.textAlign = "center";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    const taken = [];
    const order = chosen === null ? people.keys() : [chosen, ...people[chosen].friends];
    let room = 70;
    for (const number of order) {
      if (!room || !inSight(at[number])) continue;
      const [x, y] = [at[number][0], at[number][1] + people[number].r * grown + 13];
      const half = pen.measureText(people[number].label).width / 2;
      if (taken.some(([l, t, r, b]) => x - half < r && x + half > l && y - 12 < b && y + 3 > t)) continue;
      taken.push([x - half, y - 12, x + half, y + 3]);
      room -= 1;
      pen.globalAlpha = 1;
      pen.strokeStyle = colour("--sheet");
      pen.strokeText(people[number].label, x, y);
      pen.fillStyle = colour("--ink");
      pen.fillText(people[number].label, x, y);
    }
  };

  const soon = () => {
    if (!waiting) requestAnimationFrame(paint);
    waiting = true;
  };
  const under = (event) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height];
    const grown = Math.sqrt(view.k);
    const found = people.findIndex((one) => Math.hypot(view.applyX(one.px) - x, view.applyY(one.py) - y) < one.r * grown + 3);
    return found < 0 ? null : found;
  };
  const choose = (number) => {
    if (number === chosen) return;
    chosen = number;
    say(number === null ? "" : _("%(who)s: bonds with %(friends)s, %(times)s letters and meetings", { who: people[number].label, friends: people[number].friends.size, times: people[number].times }));
    soon();
  };

  const hand = zoom()
    .filter((event) => (event.touches ? event.touches.length > 1 : !event.button))
    .extent([[0, 0], [width, height]])
    .scaleExtent([0.5, 40])
    .on("zoom", ({ transform }) => {
      view = transform;
      inMotion = true;
      clearTimeout(resting);
      resting = setTimeout(() => {
        inMotion = false;
        soon();
      }, REST);
      soon();
    });
  select(canvas).call(hand);
  canvas.addEventListener("pointermove", (event) => event.pointerType === "mouse" && choose(under(event)));
  canvas.addEventListener("pointerleave", () => choose(null));
  canvas.addEventListener("click", (event) => {
    const found = under(event);
    if (found === null) return;
    if (found === chosen) location.assign(people[found].page);
    else choose(found);
  });
  button("+", _("Nearer"), () => select(canvas).call(hand.scaleBy, 1.6));
  button("−", _("Farther"), () => select(canvas).call(hand.scaleBy, 1 / 1.6));
  find(people, choose, (one) => select(canvas).call(hand.transform, zoomIdentity.translate(width / 2, height / 2).scale(3).translate(-one.px, -one.py)));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon);
  say(_("%(number)s people and organisations", { number: people.length.toLocaleString(language) }));
  paint();
}

/** Places as the build reckoned them, in the canvas: half where they stand, half where they come in order, so that crowds have air. */
function fit(people, width, height) {
  for (const [from, to, length] of [["x", "px", width], ["y", "py", height]]) {
    const order = [...people].sort((one, other) => one[from] - other[from]);
    const first = order[0]?.[from] ?? 0;
    const far = (order.at(-1)?.[from] ?? 1) - first || 1;
    order.forEach((one, rank) => {
      const share = 0.4 * ((one[from] - first) / far) + 0.6 * (rank / Math.max(order.length - 1, 1));
      one[to] = EDGE + (length - 2 * EDGE) * share;
    });
  }
}

/** A field in which a name brings its bearer to the middle. */
function find(people, choose, bring) {
  const field = document.createElement("input");
  Object.assign(field, { type: "search", placeholder: _("Find somebody here") });
  field.setAttribute("aria-label", _("Find somebody in the network"));
  field.addEventListener("change", () => {
    const wanted = field.value.trim().toLowerCase();
    const number = wanted ? people.findIndex((one) => one.label.toLowerCase().includes(wanted)) : -1;
    if (number < 0) {
      choose(null);
      say(wanted ? _("Nobody of this name is drawn.") : "");
    } else {
      bring(people[number]);
      choose(number);
    }
  });
  tools().querySelector(".view-said").before(field);
}
