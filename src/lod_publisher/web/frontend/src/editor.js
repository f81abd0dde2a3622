// The query editor at /sparql, laid over the form that works without a script.
//
// The form stays: its text field holds the query all the time, so that downloads and what a browser restores go through it.

import "@zazuko/yasqe/build/yasqe.min.css";
import { ask, explain } from "./editor/asking.js";
import { showAdvice } from "./editor/advice.js";
import { showAnswer, showProblem, showWaiting } from "./editor/answers.js";
import { enableSharing } from "./editor/sharing.js";

const ADVICE_AFTER_MS = 1500;
// The adviser lets the endpoint try a query; a slow one is not tried a second time.
const QUICK_S = 1;

function start(form) {
  const here = JSON.parse(document.getElementById("editor-data").textContent);
  const field = form.elements.query;
  const results = document.getElementById("answer");
  const advice = document.getElementById("advice");
  const share = enableSharing(document.getElementById("share"), here);

  let asking = null;
  let soon = 0;
  let box = null;
  let opening = null;

  function changed() {
    share(field.value);
    advice.replaceChildren();
    clearTimeout(soon);
    soon = setTimeout(advise, ADVICE_AFTER_MS);
  }

  // The editor weighs more than all the rest of the page, so it comes when somebody reaches for it.
  function open() {
    opening ??= import("./editor/box.js")
      .then(({ createBox }) => (box = createBox(field, here, { run, changed })))
      .catch(() => null); // the plain field does as well
    return opening;
  }
  for (const sign of ["pointerenter", "pointerdown", "focusin"]) form.addEventListener(sign, open, { once: true });
  field.addEventListener("input", changed);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  share(field.value);

  async function run() {
    asking?.abort();
    clearTimeout(soon);
    const now = (asking = new AbortController());
    const button = form.querySelector("button[value=html]");
    showWaiting(results, () => now.abort());
    button.disabled = true;
    box?.mark(null);
    let isQuick = false;
    try {
      const answer = await ask(here.endpoint, field.value, now.signal);
      if (now !== asking) return;
      if (answer.problem) {
        box?.mark(answer.problem);
        showProblem(results, answer.problem);
      } else {
        isQuick = answer.seconds < QUICK_S;
        share(field.value, true);
        showAnswer(results, answer, here);
        showAdvice(advice, { remarks: answer.remarks ? [answer.remarks] : [], advice: [] });
      }
    } finally {
      if (now === asking) {
        asking = null;
        button.disabled = false;
      }
    }
    if (isQuick) advise();
  }

  // What the adviser says of the query as it stands. One that asks other services is not sent to them before somebody runs it.
  async function advise(isWanted = false) {
    const text = field.value;
    if (!text.trim() || (!isWanted && (/\bservice\b/i.test(text) || box?.isWhole() === false))) return;
    const told = await explain(here.endpoint, text);
    if (!told || text !== field.value) return;
    showAdvice(advice, told, isWanted, goTo);
    if (told.problem) box?.mark(told.problem);
  }

  function goTo(place) {
    open().then(() => box?.goTo(place));
  }

  form.addEventListener("submit", (event) => {
    const { name, value } = event.submitter ?? {};
    if (name === "format" && value !== "html") return; // a download goes the way of every form
    event.preventDefault();
    if (name === "explain") advise(true);
    else run();
  });

  document.getElementById("examples")?.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-example]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const text = new URL(link.href).searchParams.get("query");
    field.value = text;
    box?.replace(text);
    share(text);
    advice.replaceChildren();
    form.scrollIntoView({ block: "nearest" });
    open().then(() => (box ?? field).focus());
  });
}

const form = document.querySelector("form.editor[data-editor]");
if (form) start(form);
