/** The bar's word on work under way, on every page: asked for until it is over; then it leads to the page anew. */

interface State {
  over: boolean;
}

const EVERY = 2000;
const LONGEST = 30000;

async function watch(place: HTMLElement): Promise<void> {
  let rest = EVERY;
  for (;;) {
    await new Promise((done) => setTimeout(done, rest));
    if (document.hidden) continue;
    try {
      const answer = await fetch(place.dataset["busy"] ?? "", { headers: { accept: "application/json" } });
      if (!answer.ok || answer.redirected) return; // signed out, or another server: nothing to say
      if (((await answer.json()) as State).over) break;
      rest = Math.min(1.2 * rest, LONGEST); // work may take hours
    } catch {
      rest = Math.min(2 * rest, LONGEST);
    }
  }
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
