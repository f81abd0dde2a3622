// Completion from what the dataset really holds: its classes and properties with their counts, and the prefixes that are known.

const MOST = 60;
const NAME = /^(?:[\w.-]*:[\w.-]*|[A-Za-z][\w-]*)$/;

let terms = null;

function fetched(here) {
  terms ??= fetch(here.terms, { headers: { Accept: "application/json" } })
    .then((response) => (response.ok ? response.json() : Promise.reject()))
    .then((told) => ({ classes: told.classes.map(entry), properties: told.properties.map(entry) }))
    .catch(() => {
      terms = null; // asked again with the next letter
      return { classes: [], properties: [] };
    });
  return terms;
}

function entry(term) {
  return { ...term, words: `${term.name} ${term.label}`.toLowerCase().replaceAll("_", " ") };
}

// What stands before the cursor decides what may follow: after "a" a class, else a property.
function before(yasqe) {
  const cursor = yasqe.getDoc().getCursor();
  const token = yasqe.getCompleteToken();
  const previous = yasqe.getPreviousNonWsToken(cursor.line, token);
  return { token, previous };
}

function wanted(yasqe) {
  const { token, previous } = before(yasqe);
  if (!NAME.test(token.string) || /^(comment|string)$/.test(token.type ?? "")) return null;
  if (!yasqe.getDoc().getRange({ line: 0, ch: 0 }, yasqe.getDoc().getCursor()).includes("{")) return null;
  if (/^(a|rdf:type)$/.test(previous?.string ?? "")) return "classes";
  return token.string.length >= 2 || token.string.includes(":") ? "properties" : null;
}

export function completers(here) {
  let shown = new Map();
  return [
    {
      name: "terms",
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (yasqe) => wanted(yasqe) !== null,
      async get(yasqe, token) {
        const kind = wanted(yasqe);
        if (!kind) return [];
        const found = await fetched(here);
        const parts = token.string.toLowerCase().replaceAll("_", " ").split(":");
        const [prefix, rest] = parts.length > 1 ? [parts[0], parts[1]] : ["", parts[0]];
        const fits = found[kind].filter(
          (term) => (!prefix || term.name.toLowerCase().startsWith(`${prefix}:`)) && term.words.includes(rest),
        );
        shown = new Map(fits.slice(0, MOST).map((term) => [term.name, term]));
        return [...shown.keys()];
      },
      postprocessHints: (_, hints) =>
        hints.map((hint) => ({
          ...hint,
          render(element) {
            const term = shown.get(hint.text);
            const told = document.createElement("span");
            told.className = "told";
            told.textContent = term ? ` ${term.label} · ${term.count.toLocaleString("en")}` : "";
            element.title = term?.definition ?? "";
            element.append(hint.text, told);
          },
        })),
    },
    {
      name: "known-prefixes",
      bulk: false,
      autoShow: true,
      isValidCompletionPosition(yasqe) {
        const { token, previous } = before(yasqe);
        return /^prefix$/i.test(previous?.string ?? "") && /^[\w-]*:?$/.test(token.string);
      },
      get: (_, token) =>
        Object.entries(here.prefixes)
          .filter(([name]) => name.startsWith(token.string.replace(":", "")))
          .map(([name, iri]) => `${name}: <${iri}>`),
    },
  ];
}
