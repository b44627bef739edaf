/** How far long work is: asked for every second, while there is any. */

import { type State, until } from "./shared/polling";

const EVERY = 1000;

function show(place: HTMLElement, now: State): void {
  const bar = place.querySelector("progress");
  const line = place.querySelector(".line");
  if (line && line.textContent !== now.line) line.textContent = now.line;
  if (!bar) return;
  if (now.state === "running" && now.total) {
    bar.max = now.total;
    bar.value = now.done;
  } else if (now.state === "running") {
    bar.removeAttribute("value");
  }
}

async function watch(place: HTMLElement): Promise<void> {
  await until(place.dataset["state"] ?? "", EVERY, 1, (now) => show(place, now));
  location.reload();
}

for (const place of document.querySelectorAll<HTMLElement>("[data-state]")) void watch(place);
