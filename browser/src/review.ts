/** Same, different, unsure by Alt with the letter: sends the form when a reason stands in it, else asks for one. */

const WORDS: Record<string, string> = { KeyS: "same", KeyD: "different", KeyU: "unsure" };
const form = document.querySelector<HTMLFormElement>("form.say");

document.addEventListener("keydown", (event) => {
  const word = WORDS[event.code];
  if (!form || !word || !event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const button = form.querySelector<HTMLButtonElement>(`button[value="${word}"]`);
  if (button) form.requestSubmit(button);
});
