/** The account matrix: Escape puts the words of a value away, until it is pointed at or reached anew. */

const SHUT = "shut";

for (const held of document.querySelectorAll<HTMLElement>(".held")) {
  const open = (): void => held.classList.remove(SHUT);
  held.addEventListener("mouseenter", open);
  held.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && held.contains(event.relatedTarget))) open();
  });
  held.querySelector(".value")?.addEventListener("click", open);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const held of document.querySelectorAll<HTMLElement>(".held:hover, .held:focus-within")) {
    held.classList.add(SHUT);
    if (held.contains(document.activeElement)) held.querySelector<HTMLElement>(".value")?.focus();
  }
});
