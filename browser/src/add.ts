/** Adding files: drop them, choose a folder, see how far the sending is. Without this a plain form does it. */

interface Chosen {
  file: File;
  name: string;
}

const SHOWN = 8;

function size(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

/** Every file below what was dropped, with its path. */
async function below(entry: FileSystemEntry, found: Chosen[]): Promise<void> {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((good, bad) => (entry as FileSystemFileEntry).file(good, bad));
    found.push({ file, name });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((good, bad) => reader.readEntries(good, bad));
    if (some.length === 0) return; // a folder is told in portions
    for (const one of some) await below(one, found);
  }
}

function begin(form: HTMLFormElement): void {
  const drop = form.querySelector<HTMLElement>(".drop");
  const list = form.querySelector<HTMLElement>(".chosen");
  const sending = form.querySelector<HTMLElement>(".sending");
  const fault = form.querySelector<HTMLElement>(".fault");
  const button = form.querySelector<HTMLButtonElement>("button");
  if (!drop || !list || !sending || !fault || !button) return;
  const dropped: Chosen[] = [];
  for (const place of form.querySelectorAll<HTMLElement>(".folder, .dropping")) place.hidden = false;

  const chosen = (): Chosen[] => {
    const all = [...dropped];
    for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file]"))
      for (const file of input.files ?? []) all.push({ file, name: file.webkitRelativePath || file.name });
    return all;
  };

  const say = (words: string): void => {
    fault.textContent = words;
    fault.hidden = words === "";
  };

  const show = (): void => {
    const all = chosen();
    const bytes = all.reduce((sum, one) => sum + one.file.size, 0);
    const lines = all.slice(0, SHOWN).map((one) => `${one.name} (${size(one.file.size)})`);
    if (all.length > 0) lines.push(`${all.length} ${form.dataset["chosen"] ?? ""}, ${size(bytes)}`);
    list.replaceChildren(
      ...lines.map((words) => {
        const line = document.createElement("li");
        line.textContent = words;
        return line;
      }),
    );
    say(bytes > Number(form.dataset["most"]) ? (form.dataset["large"] ?? "") : "");
  };

  form.addEventListener("change", show);
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry());
    void (async () => {
      for (const entry of entries) if (entry) await below(entry, dropped);
      show();
    })();
  });

  const failed = (words: string): void => {
    sending.hidden = true;
    button.disabled = false;
    say(words);
  };

  form.addEventListener("submit", (event) => {
    const all = chosen();
    if (all.length === 0) return; // the server says what is missing
    event.preventDefault();
    if (all.reduce((sum, one) => sum + one.file.size, 0) > Number(form.dataset["most"])) return show();
    const data = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    for (const one of all) data.append("files", one.file, one.name);
    const bar = sending.querySelector("progress");
    const line = sending.querySelector(".line");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("x-csrftoken", form.dataset["token"] ?? "");
    request.upload.addEventListener("progress", (told) => {
      if (bar && told.lengthComputable) {
        bar.max = told.total;
        bar.value = told.loaded;
      }
      if (line) line.textContent = `${form.dataset["sending"] ?? ""}: ${size(told.loaded)} / ${size(told.total)}`;
    });
    request.addEventListener("load", () => {
      try {
        const answer = JSON.parse(request.responseText) as { to?: string; detail?: string };
        if (answer.to) return location.assign(answer.to);
        failed(answer.detail ?? "");
      } catch {
        failed(form.dataset["failed"] ?? "");
      }
    });
    request.addEventListener("error", () => failed(form.dataset["failed"] ?? ""));
    button.disabled = true;
    sending.hidden = false;
    say("");
    request.send(data);
  });
}

const form = document.querySelector<HTMLFormElement>("form.upload");
if (form) begin(form);
