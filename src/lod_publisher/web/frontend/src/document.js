// The page of a document: a name in the text opens a card about whom it names; the link itself is one click further, in the card.
// Without this script, or with a key held down, names are the links that they look like.
import { _ } from "./shared/words.js";

const article = document.querySelector("article.document");
const cards = new Map();
let shown = null;

/** The card at an address of the collection, fetched once; null when it cannot be had. */
function cardAt(address) {
  if (!cards.has(address)) {
    cards.set(
      address,
      fetch(address, { headers: { Accept: "text/html" } })
        .then((answer) => (answer.ok ? answer.text() : null))
        .catch(() => null),
    );
  }
  return cards.get(address);
}

/** Put the card under the name, inside the window. */
function place(card, name) {
  const line = name.getClientRects()[0] ?? name.getBoundingClientRect();
  const width = card.offsetWidth;
  const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8));
  card.style.left = `${left + window.scrollX}px`;
  const below = line.bottom + 6;
  const above = line.top - 6 - card.offsetHeight;
  card.style.top = `${(below + card.offsetHeight > window.innerHeight && above > 0 ? above : below) + window.scrollY}px`;
}

function close({ toName } = {}) {
  if (!shown) return;
  const { card, name } = shown;
  shown = null;
  card.remove();
  name.removeAttribute("aria-expanded");
  if (toName) name.focus();
}

async function open(name) {
  close();
  const root = article.dataset.cards;
  const page = new URL(name.href).pathname;
  const start = root.replace(/card$/, "page/");
  const html = page.startsWith(start) ? await cardAt(`${root}/${page.slice(start.length)}`) : null;
  if (html === null) {
    window.location.assign(name.href);
    return;
  }
  close();
  const card = document.createElement("div");
  card.className = "whois card";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", _("About %(name)s", { name: name.textContent.trim() }));
  card.tabIndex = -1;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "close quiet";
  button.textContent = _("Close");
  button.addEventListener("click", () => close({ toName: true }));
  // The card is a page of our own, escaped where it was made; it is taken in as inert nodes, scripts in it would not run.
  const parsed = new DOMParser().parseFromString(html, "text/html");
  card.append(button, ...parsed.body.childNodes);
  article.append(card);
  name.setAttribute("aria-expanded", "true");
  shown = { card, name };
  place(card, name);
  card.focus({ preventScroll: true });
}

if (article?.dataset.cards) {
  article.addEventListener("click", (event) => {
    const name = event.target.closest("a.mention");
    if (!name || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (name.closest(".whois")) return;
    event.preventDefault();
    if (shown?.name === name) close({ toName: true });
    else open(name);
  });
  document.addEventListener("click", (event) => {
    if (shown && !event.target.closest(".whois, a.mention")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close({ toName: true });
  });
  window.addEventListener("resize", () => close());
}
