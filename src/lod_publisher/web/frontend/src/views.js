// Timeline, map and network, made handy: the pages are whole without this. Each drawing may be dragged, pinched and zoomed; what is
// then in sight is drawn anew by the server, so that every state has an address that can be shared.
import { crowd } from "./views/crowd.js";
import { handle } from "./views/handle.js";
import { begin } from "./views/page.js";
import { years } from "./views/years.js";

const figure = document.querySelector("figure[data-view]");
if (figure) {
  const kind = figure.dataset.view;
  if (kind === "network") crowd();
  else handle(kind);
  if (kind === "timeline") begin();
  else {
    years();
    const frame = figure.querySelector(".view-frame"); // where it is narrow, the middle of the drawing comes first
    frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
  }
}
