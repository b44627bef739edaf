// The reading room: a statement in focus, its marks shown and the others faded; keys for what the buttons do;
// a selection of words as offsets in code points. Without this script every link and form works by itself.

const deck = document.getElementById("deck");
const text = document.querySelector<HTMLElement>(".text");
const cards = [...document.querySelectorAll<HTMLElement>(".card")];
const OFF = "allegata-keys-off";
const memory = {
  get off(): boolean {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  },
  set off(value: boolean) {
    try { if (value) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF); } catch { /* not kept */ }
  },
};
document.documentElement.dataset.script = "1";

// how high the deck is: what sticks below it knows where it ends
if (deck) {
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--deck", `${deck.offsetHeight}px`);
  }).observe(deck);
}

const inFocus = (): HTMLElement | undefined => cards.find((card) => card.classList.contains("on"));
const things = (mark: HTMLElement): string[] => (mark.dataset.t ?? "").split(" ").filter(Boolean);

/** Every mark that belongs to one of these things stands out; `.on` is what the style sheet knows. */
function show(ids: ReadonlySet<string>, name: string): void {
  for (const mark of document.querySelectorAll<HTMLElement>(".original mark")) {
    mark.classList.toggle(name, things(mark).some((id) => ids.has(id)));
  }
}

function focusOn(card: HTMLElement, scroll = true): void {
  for (const other of cards) other.classList.toggle("on", other === card);
  const ids = new Set([card.id, ...[...card.querySelectorAll<HTMLElement>(".found > li")].map((li) => li.id)]);
  show(ids, "on");
  pick(null);
  history.replaceState(null, "", `#${card.id}`);
  if (scroll) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    (card.closest(".stretch") ?? card).scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    card.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }
  card.querySelector<HTMLElement>(".n")?.focus({ preventScroll: true });
}

/** One value among the marks that overlap: its own words only, and its line beside them. */
function pick(id: string | null): void {
  for (const li of document.querySelectorAll<HTMLElement>(".found > li")) li.classList.toggle("picked", li.id === id);
  show(new Set(id ? [id] : []), "picked");
}

const picked = (): HTMLElement | null => document.querySelector<HTMLElement>(".found > li.picked");

// a mark that several things share gives them one after another, each time it is chosen
text?.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  const mark = target.closest<HTMLElement>("mark");
  if (mark && getSelection()?.isCollapsed !== false) {
    const here = things(mark).filter((id) => document.getElementById(id));
    const now = here.indexOf(picked()?.id ?? "");
    const next = here[(now + 1) % here.length];
    const line = next ? document.getElementById(next) : null;
    const card = line?.closest<HTMLElement>(".card");
    if (!card || !next) return;
    if (!card.classList.contains("on")) focusOn(card);
    pick(line === card ? null : next);
    line?.scrollIntoView({ block: "nearest" });
    return;
  }
  const what = target.closest<HTMLAnchorElement>("a.what");
  if (what?.dataset.thing) {
    const card = what.closest<HTMLElement>(".card");
    if (card && !card.classList.contains("on")) focusOn(card, false);
    pick(what.dataset.thing);
    return; // and the link goes to the words
  }
  const card = target.closest<HTMLElement>(".card");
  if (card && !card.classList.contains("on") && !target.closest("a:not(.n), button, input, select")) {
    event.preventDefault();
    focusOn(card, false);
  }
});

// --- the editor in place ----------------------------------------------------------------------------

async function open(link: HTMLAnchorElement): Promise<void> {
  const answer = await fetch(link.href, { headers: { "x-fragment": "1" }, redirect: "error" });
  if (!answer.ok) { location.href = link.href; return; }
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const box = document.createElement("div");
  box.className = "editing";
  box.append(...made.body.childNodes);
  document.querySelector(".editing")?.remove();
  (link.closest(".found > li") ?? link.closest(".card"))?.append(box);
  box.querySelector<HTMLElement>("[autofocus], input:not([type=hidden]), select, a")?.focus();
  box.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = event.target as HTMLElement;
  const link = target.closest<HTMLAnchorElement>("a[data-edit]");
  if (link) {
    event.preventDefault();
    const card = link.closest<HTMLElement>(".card");
    if (card && !card.classList.contains("on")) focusOn(card, false);
    void open(link);
    return;
  }
  const cancel = target.closest("[data-cancel]");
  const box = cancel?.closest(".editing");
  if (box) {
    event.preventDefault();
    const card = box.closest(".card");
    box.remove();
    card?.querySelector<HTMLElement>(".n")?.focus();
    return;
  }
  const reason = target.closest<HTMLElement>("[data-reason]");
  const input = reason?.closest("form")?.querySelector<HTMLInputElement>("input[name=reason]");
  if (reason && input) { input.value = reason.textContent ?? ""; input.focus(); }
});

// --- a selection as offsets ---------------------------------------------------------------------------

/** Code points of the original before a point of a paragraph; withheld words count with their length. */
function offset(paragraph: HTMLElement, node: Node, at: number): number {
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  range.setEnd(node, at);
  let count = Number(paragraph.dataset.start);
  for (const part of range.cloneContents().childNodes) {
    const withheld = part instanceof HTMLElement && part.dataset.length;
    count += withheld ? Number(withheld) : [...(part.textContent ?? "")].length;
  }
  return count;
}

function selected(): { start: number; end: number } | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const holder = (node: Node): HTMLElement | null =>
    (node instanceof HTMLElement ? node : node.parentElement)?.closest<HTMLElement>("p[data-start]") ?? null;
  const from = holder(range.startContainer);
  const to = holder(range.endContainer);
  if (!from || !to) return null;
  let start = offset(from, range.startContainer, range.startOffset);
  let end = offset(to, range.endContainer, range.endOffset);
  const words = [...selection.toString()];
  start += words.findIndex((sign) => sign.trim() !== "") || 0;
  const blank = [...words].reverse().findIndex((sign) => sign.trim() !== "");
  end -= Math.max(0, blank);
  return start < end ? { start, end } : null;
}

const mark = deck?.querySelector<HTMLAnchorElement>("a[data-key=m]") ?? null;
const plain = mark?.href ?? "";
document.addEventListener("selectionchange", () => {
  if (!mark) return;
  const words = selected();
  const address = new URL(plain);
  if (words) {
    address.searchParams.set("start", String(words.start));
    address.searchParams.set("end", String(words.end));
  }
  mark.href = address.href;
  mark.classList.toggle("ready", words !== null);
});

// --- keys ----------------------------------------------------------------------------------------------

const dialog = document.querySelector<HTMLDialogElement>("#keys");
const off = dialog?.querySelector<HTMLInputElement>("input[name=keys-off]");
if (off) {
  off.checked = memory.off;
  off.addEventListener("change", () => { memory.off = off.checked; });
}
for (const button of document.querySelectorAll<HTMLElement>("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => dialog?.showModal());
}

function step(by: number): void {
  const now = inFocus();
  const next = now ? cards[cards.indexOf(now) + by] : cards[0];
  if (next) focusOn(next);
  else deck?.querySelector<HTMLAnchorElement>(by > 0 ? "a[data-key=j]" : "a[data-key=k]")?.click(); // another part
}

/** The line that is meant: the one with the focus in it, or the one that was picked. */
function line(): HTMLElement | undefined {
  const focused = document.activeElement?.closest<HTMLElement>(".found > li");
  return focused ?? (picked()?.closest(".card.on") ? picked() : undefined) ?? undefined;
}

/** The statement that is meant. */
function statement(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>(".card") ?? inFocus();
}

function edit(kind: string): void {
  const place = line() ?? statement();
  place?.querySelector<HTMLAnchorElement>(`a[data-edit=${kind}]`)?.click();
}

/** The line that is meant, and where none is, all that is open of the statement: never anything else. */
function accept(): void {
  const one = line();
  const button = one
    ? one.querySelector<HTMLButtonElement>("button[value^='accept:']")
    : (statement()?.querySelector<HTMLButtonElement>("button[value^='all:']") ??
      statement()?.querySelector<HTMLButtonElement>("button[value^='accept:']"));
  button?.click();
}

const DOES: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  a: accept,
  c: () => edit("correct"),
  x: () => edit("reject"),
  m: () => mark?.click(),
  u: () => document.querySelector<HTMLButtonElement>("button[data-key=u]")?.click(),
  "?": () => dialog?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || dialog?.open) return;
  const target = event.target as HTMLElement;
  const typing = target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && target.closest(".editing")) {
    target.closest(".editing")?.querySelector<HTMLElement>("[data-cancel]")?.click();
    return;
  }
  if (typing || (memory.off && event.key !== "?")) return;
  // arrows go from statement to statement only within the reading; elsewhere they scroll as ever
  const arrow = target.closest(".card") && !target.closest(".editing") ? event.key : "";
  const does = arrow === "ArrowDown" ? DOES["j"] : arrow === "ArrowUp" ? DOES["k"] : DOES[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

// the address names what is in focus
const named = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
const card = named?.closest<HTMLElement>(".card");
if (card) {
  if (!card.classList.contains("on")) focusOn(card, false);
  if (named && named !== card) pick(named.id);
}
