// The address of a question, which asks it again wherever it is opened.
import { _ } from "../shared/words.js";

// Browsers and servers in between take addresses of this length; longer questions travel as files.
const MAX_ADDRESS = 7_000;
const SAID_MS = 2500;

export function enableSharing(link, here) {
  const words = link.textContent;
  let address = "";

  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (address.length > MAX_ADDRESS) {
      say(_("Too long for an address"));
      return;
    }
    try {
      await navigator.clipboard.writeText(address);
      say(_("Copied"));
    } catch {
      location.assign(address); // no clipboard without https: the address bar will do
    }
  });

  function say(what) {
    link.textContent = what;
    setTimeout(() => (link.textContent = words), SAID_MS);
  }

  // Point the link at the query; once it was asked, the page is at that address too, so that a reload finds it.
  return (query, asked = false) => {
    const url = new URL(here.endpoint, location.href);
    url.search = new URLSearchParams({ query, format: "html" });
    address = link.href = url.href;
    if (asked && address.length <= MAX_ADDRESS) history.replaceState(history.state, "", address);
  };
}
