/** Keys for looking at footage: the arrows press the buttons for a frame back and on, Escape presses Stop. */

document.addEventListener("keydown", (event) => {
  const at = event.target;
  const typing = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
  if (event.altKey || event.ctrlKey || event.metaKey || (typing && event.key !== "Escape")) return;
  const button = document.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
