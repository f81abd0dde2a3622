// One year after the other: a slider, and a button that lets the years pass.
import { asking, button, show, tools } from "./page.js";
import { _ } from "../shared/words.js";

const PAUSE = 1400;

/** Adds the slider, when the view knows of more than one year. */
export function years() {
  const asked = document.querySelector('form.range input[name="from"]');
  const until = document.querySelector('form.range input[name="to"]');
  const [first, last] = [Number(asked?.placeholder), Number(until?.placeholder)];
  if (!(last > first)) return;

  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: first, max: last, step: 1, value: asked.value || first });
  slider.setAttribute("aria-label", _("Year"));
  const shown = document.createElement("output");
  shown.textContent = asked.value ? (asked.value === until.value ? asked.value : `${asked.value}–${until.value || last}`) : _("all years");

  let waiting;
  const go = (changes, words) => {
    shown.textContent = words;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const svg = document.querySelector("#view svg[data-box]");
      if (svg) changes.box = svg.dataset.box; // the map stays where it is while years pass
      if (document.querySelector("#view svg")) await show(asking(changes));
      else location.assign(asking(changes));
    }, 120);
  };
  const year = () => {
    go({ from: slider.value, to: slider.value }, slider.value);
    slider.setAttribute("aria-valuetext", slider.value);
  };
  slider.addEventListener("input", year);

  let passing;
  const stop = () => {
    clearInterval(passing);
    passing = undefined;
    play.textContent = _("Let the years pass");
  };
  const play = button(_("Let the years pass"), "", () => {
    if (passing) return stop();
    play.textContent = _("Stop");
    if (Number(slider.value) >= last) slider.value = first;
    year();
    passing = setInterval(() => {
      if (Number(slider.value) >= last) return stop();
      slider.value = Number(slider.value) + 1;
      year();
    }, PAUSE);
  });
  tools().querySelector(".view-said").before(slider, shown);
  button(_("All years"), "", () => {
    stop();
    go({ from: null, to: null }, _("all years"));
  });
}
