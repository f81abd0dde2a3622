// A query on its way to the endpoint and back: rows, yes or no, statements, or a problem. Nothing is ever thrown.
import { _ } from "../shared/words.js";

const ACCEPT =
  "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.8, application/json;q=0.7";
// A longer answer is cut, and the reader told to download it: a page of a hundred megabytes helps nobody.
const MAX_CHARACTERS = 6_000_000;
const TRIES_TO_CUT = 50;

const UNREACHED = {
  status: 0,
  title: _("The server does not answer"),
  detail: _("It may be starting anew, or the connection is gone. Your query is still here: try again in a moment."),
};

export async function ask(endpoint, query, signal) {
  const began = performance.now();
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { Accept: ACCEPT },
      body: new URLSearchParams({ query }),
      signal,
    });
    if (!response.ok) return { problem: await problemOf(response) };
    const { text, cut } = await read(response);
    const answer = {
      seconds: (performance.now() - began) / 1000,
      cut: cut || response.headers.get("X-Truncated") === "true",
      remarks: response.headers.get("X-Remark") ?? "",
    };
    if (!response.headers.get("Content-Type").includes("json")) return { ...answer, kind: "graph", text };
    const told = parsed(text, cut);
    if ("boolean" in told) return { ...answer, kind: "boolean", value: told.boolean };
    return { ...answer, kind: "rows", variables: told.head.vars, rows: told.results.bindings };
  } catch (error) {
    if (signal.aborted) return { problem: { title: _("Stopped"), detail: _("You stopped this query."), stopped: true } };
    if (error instanceof SyntaxError)
      return { problem: { title: _("The answer broke off"), detail: _("A limit or a lost connection cut it. Ask for fewer rows with LIMIT.") } };
    return { problem: UNREACHED };
  }
}

export async function explain(endpoint, query) {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ query, explain: "true" }),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // advice is a courtesy; a server that is away says so when the query is run
  }
}

async function problemOf(response) {
  try {
    return { status: response.status, ...(await response.json()) };
  } catch {
    return { ...UNREACHED, status: response.status, title: _("The server answered %(status)s", { status: response.status }) };
  }
}

async function read(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    text += decoder.decode(value, { stream: true });
    if (text.length > MAX_CHARACTERS) {
      await reader.cancel();
      return { text, cut: true };
    }
  }
}

// The rows of an answer that was cut: up to the last one that stands whole.
function parsed(text, cut) {
  if (!cut) return JSON.parse(text);
  let end = text.length;
  for (let tries = 0; tries < TRIES_TO_CUT; tries++) {
    end = text.lastIndexOf("}},", end - 1);
    if (end < 0) break;
    try {
      return JSON.parse(`${text.slice(0, end)}}}]}}`);
    } catch {
      // these brackets stood in a text
    }
  }
  throw new SyntaxError("no row is whole");
}
