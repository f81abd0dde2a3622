// YASGUI's editor in the place of the text field: colours, brackets, completion, and a mark where something is wrong.

import Yasqe from "@zazuko/yasqe";
import { completers } from "./completion.js";
import { h } from "./dom.js";
import { _ } from "../shared/words.js";

// The editor's own check writes styles into markup, which our security policy forbids; this one says the same in text.
Yasqe.prototype.checkSyntax = function checkSyntax() {
  this.queryValid = true;
  this.clearGutter("gutterErrorBar");
  const doc = this.getDoc();
  for (let line = 0; line < doc.lineCount(); line++) {
    const { state } = this.getTokenAt({ line, ch: doc.getLine(line).length }, true);
    this.setOption("queryType", state.queryType);
    if (state.OK) continue;
    this.queryValid = false;
    const expected = (state.possibleCurrent ?? []).slice(0, 8).join(" ");
    this.setGutterMarker(line, "gutterErrorBar", flag(state.errorMsg || _("Expected here: %(words)s", { words: expected })));
    return;
  }
};

// The grammar, told which prefixes the endpoint knows without a declaration.
Yasqe.defineMode("sparql-known", (config, { known }) => {
  const mode = Yasqe.getMode(config, "sparql11");
  return {
    ...mode,
    startState() {
      const state = mode.startState();
      state.prefixes = { ...known, ...state.prefixes };
      return state;
    },
  };
});

function flag(words) {
  return h("span", { class: "fault", title: words, role: "img", "aria-label": words }, "!");
}

export function createBox(field, here, { run, changed }) {
  const frame = field.parentElement;

  Yasqe.defaults.autocompleters = [];
  for (const completer of completers(here)) Yasqe.registerAutocompleter(completer, true);
  Yasqe.defaults.autocompleters.push("variables");

  const yasqe = new Yasqe(frame, {
    value: field.value,
    mode: { name: "sparql-known", known: here.prefixes },
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "100%",
    prefixCcApi: null,
    screenReaderLabel: _("Your query"),
    extraKeys: {
      // The tabulator leads on to the buttons: nobody is caught in the field.
      Tab: false,
      "Shift-Tab": false,
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      F11: false,
    },
  });
  const place = field.value.slice(0, field.selectionStart).split("\n");
  const hadFocus = document.activeElement === field;
  field.hidden = true;
  yasqe.refresh();
  if (hadFocus) {
    yasqe.getDoc().setCursor(place.length - 1, place.at(-1).length);
    yasqe.focus();
  }
  document.querySelector(`label[for=${field.id}]`)?.addEventListener("click", () => yasqe.focus());
  yasqe.on("change", () => {
    field.value = yasqe.getValue();
    clear();
    changed();
  });
  new ResizeObserver(() => yasqe.refresh()).observe(frame);

  let marked = null;
  function clear() {
    marked?.clear();
    marked = null;
  }

  return {
    focus: () => yasqe.focus(),
    isWhole: () => yasqe.queryValid,
    replace(text) {
      yasqe.setValue(text);
      yasqe.getDoc().setCursor(0, 0);
      yasqe.scrollTo(0, 0);
    },
    goTo({ line, column }) {
      yasqe.focus();
      yasqe.getDoc().setCursor((line ?? 1) - 1, (column ?? 1) - 1);
    },
    // Underline the place that a problem names.
    mark(problem) {
      clear();
      if (!problem?.line) return;
      const line = problem.line - 1;
      const from = { line, ch: Math.max(0, (problem.column ?? 1) - 1) };
      const token = yasqe.getTokenAt({ line, ch: from.ch + 1 });
      marked = yasqe.getDoc().markText(from, { line, ch: Math.max(token.end, from.ch + 1) }, { className: "wrong" });
      yasqe.scrollIntoView(from, 60);
    },
  };
}
