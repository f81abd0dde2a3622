// Our words in the reader's language: the page brings a block of them when it is not English, which the scripts speak themselves.
const block = document.getElementById("words");
const words = block ? JSON.parse(block.textContent) : {};

/** The language of the page, for numbers and order. */
export const language = document.documentElement.lang || "en";

/** A message in the reader's language, with values in the place of its %(names)s. */
export function _(message, values = {}) {
  return (words[message] ?? message).replace(/%\((\w+)\)s/g, (name, key) => values[key] ?? name);
}
