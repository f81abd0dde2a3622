// Showing another state of a view: the page at its address is fetched, and its parts take the place of ours.
import { _ } from "../shared/words.js";

const PARTS = ["#view .view-frame", "#view figcaption", ".view-steps", ".view-files", "#table", "ol.timeline", "header.head h1"];
let last = 0;

/** Shows the view at an address; resolves to whether it did: another may have been asked for meanwhile, or the server is away. */
export async function show(address) {
  const turn = ++last;
  let text;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    text = await answer.text();
  } catch {
    say(_("The server does not answer now. What you see is the last that it drew; try again in a moment."));
    return false;
  }
  if (turn !== last) return false;
  const page = new DOMParser().parseFromString(text, "text/html");
  for (const part of PARTS) {
    const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
    if (old && fresh) {
      const { scrollLeft } = old;
      if (part.endsWith("frame")) old.replaceChildren(...fresh.childNodes);
      else old.replaceWith(fresh);
      old.scrollLeft = scrollLeft;
    } else if (old && part !== "#view .view-frame") old.replaceChildren();
  }
  for (const field of document.querySelectorAll("form.range [name]")) {
    const fresh = page.querySelector(`form.range [name="${field.name}"]`);
    if (fresh) field.value = fresh.value;
  }
  history.replaceState(null, "", address);
  say("");
  document.dispatchEvent(new CustomEvent("view:shown"));
  return true;
}

/** Where the drawing of time is wider than the screen, its tallest bar comes first. */
export function begin() {
  const frame = document.querySelector(".view-frame");
  const bars = [...frame.querySelectorAll("rect.v-documents")].map((bar) => bar.getBoundingClientRect());
  if (!bars.length || frame.scrollWidth <= frame.clientWidth) return;
  const tallest = bars.reduce((one, other) => (other.height > one.height ? other : one));
  frame.scrollLeft += tallest.left - frame.getBoundingClientRect().left - frame.clientWidth / 2;
}

/** The tools above the drawing, for which the page keeps room. */
export const tools = () => document.querySelector(".view-tools");

/** Says something beside the tools, also to those who do not see it. */
export function say(words) {
  const said = tools().querySelector(".view-said");
  if (said.textContent !== words) said.textContent = words;
}

/** A button among the tools. */
export function button(label, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = label;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", act);
  tools().querySelector(".view-said").before(made);
  return made;
}

/** The address of this view with some of its questions changed; null takes one out. */
export function asking(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  return address.pathname + address.search;
}
