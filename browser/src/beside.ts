// Two texts side by side: they scroll together, row by row.

const sides = [...document.querySelectorAll<HTMLElement>(".side")];
const [left, right] = sides;

if (left && right) {
  document.documentElement.dataset.script = "1";
  let leading: HTMLElement | null = null;
  for (const side of sides) {
    for (const kind of ["pointerenter", "focusin", "touchstart", "wheel"]) {
      side.addEventListener(kind, () => { leading = side; }, { passive: true });
    }
  }
  /** The row at the top of a side, and how far it is scrolled away. */
  const follow = (from: HTMLElement, to: HTMLElement): void => {
    const top = from.getBoundingClientRect().top;
    const rows = [...from.querySelectorAll<HTMLElement>("[data-row]")];
    const row = rows.find((one) => one.getBoundingClientRect().bottom > top + 4);
    const twin = row ? to.querySelector<HTMLElement>(`[data-row="${row.dataset.row}"]`) : null;
    if (!row || !twin) return;
    const box = row.getBoundingClientRect();
    const share = Math.max(0, (top - box.top) / Math.max(1, box.height));
    const other = twin.getBoundingClientRect();
    to.scrollTop += other.top - to.getBoundingClientRect().top + share * other.height;
  };
  left.addEventListener("scroll", () => { if (leading !== right) follow(left, right); }, { passive: true });
  right.addEventListener("scroll", () => { if (leading === right) follow(right, left); }, { passive: true });
}
