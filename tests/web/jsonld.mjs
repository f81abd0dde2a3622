// Reads [{document, contexts}] from standard input and writes, for each, the N-Quads that jsonld.js reads in it in safe
// mode (which refuses whatever would be dropped), or {error}. Nothing is fetched: contexts come with the question.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const jsonld = createRequire(`${process.argv[2]}/`)("jsonld");
const answers = [];
for (const { document, contexts } of JSON.parse(readFileSync(0, "utf8"))) {
  const documentLoader = async (url) => {
    if (!(url in contexts)) throw new Error(`no context ${url}`);
    return { contextUrl: null, documentUrl: url, document: contexts[url] };
  };
  try {
    answers.push({ quads: await jsonld.toRDF(document, { documentLoader, safe: true, format: "application/n-quads" }) });
  } catch (error) {
    answers.push({ error: `${error.message} ${JSON.stringify(error.details ?? {})}` });
  }
}
process.stdout.write(JSON.stringify(answers));
