/** The bar's word on work under way, on every page: asked for until it is over; then it leads to the page anew. */

import { until } from "./shared/polling";

const EVERY = 2000;

async function watch(place: HTMLElement): Promise<void> {
  if (!(await until(place.dataset["busy"] ?? "", EVERY, 1.2, () => undefined))) return;
  const link = place.querySelector("a");
  if (!link) return;
  link.textContent = place.dataset["over"] ?? "";
  link.href = location.href;
  link.addEventListener("click", (event) => {
    event.preventDefault(); // an address with a fragment would not be asked for anew
    location.reload();
  });
  place.classList.add("over");
}

for (const place of document.querySelectorAll<HTMLElement>("[data-busy]")) void watch(place);
