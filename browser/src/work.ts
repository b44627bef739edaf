/** How far long work is: asked for every second, while there is any. */

interface State {
  over: boolean;
  state: string;
  done: number;
  total: number | null;
  line: string;
}

const EVERY = 1000;
const LONGEST = 15000;

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
  const address = place.dataset["state"] ?? "";
  let rest = EVERY;
  for (;;) {
    await new Promise((done) => setTimeout(done, rest));
    if (document.hidden) continue;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      if (!answer.ok || answer.redirected) return location.reload();
      const now = (await answer.json()) as State;
      show(place, now);
      rest = EVERY;
      if (now.over) return location.reload();
    } catch {
      rest = Math.min(2 * rest, LONGEST); // the server is away, perhaps to come back
    }
  }
}

for (const place of document.querySelectorAll<HTMLElement>("[data-state]")) void watch(place);
