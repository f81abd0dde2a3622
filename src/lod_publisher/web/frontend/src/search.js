// Suggestions while somebody types into a search field: a listbox that the keyboard walks through, as ARIA's pattern for a combobox says.
// Without this script the field is a field, and Enter searches.
import { _ } from "./shared/words.js";

const WAIT_MS = 120;

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function enhance(field, number) {
  const form = field.form;
  const address = new URL("search/suggest", form.action.replace(/search$/, ""));
  const list = element("ul", { class: "suggestions", role: "listbox", id: `suggestions-${number}`, hidden: "" });
  list.setAttribute("aria-label", _("Suggestions"));
  const frame = element("span", { class: "suggesting" });
  const hadFocus = document.activeElement === field;
  field.replaceWith(frame);
  frame.append(field, list);
  if (hadFocus) field.focus();
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [key, value] of Object.entries(roles)) field.setAttribute(key, value);

  let chosen = -1;
  let waiting = 0;
  let asking = null;

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  function close() {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(place) {
    const all = options();
    chosen = (place + all.length + 1) % (all.length + 1);
    if (chosen === all.length) chosen = -1;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    if (chosen < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }

  function show(suggestions) {
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...suggestions.map((each, index) => {
        const name = element("span", { dir: "auto" }, each.label);
        const told = [each.kind, each.name !== each.label ? `also ${each.name}` : "", each.description].filter(Boolean).join(" · ");
        const option = element("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" }, name, element("small", {}, told));
        option.dataset.page = each.page;
        return option;
      }),
    );
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(isOpen()));
  }

  async function suggest() {
    const typed = field.value.trim();
    asking?.abort();
    if (typed.length < 2) return close();
    asking = new AbortController();
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok && document.activeElement === field) show((await answer.json()).suggestions);
    } catch {
      close(); // no network, or the next letter was typed: the field works all the same
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, WAIT_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && isOpen()) {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && isOpen() && chosen >= 0) {
      event.preventDefault();
      location.assign(options()[chosen].dataset.page);
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus in the field
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.page);
  });
}

document.querySelectorAll("input[type=search][name=q]").forEach(enhance);
