/** Asking how far long work is, again and again, while somebody looks at the page. */

export interface State {
  over: boolean;
  state: string;
  done: number;
  total: number | null;
  line: string;
}

const LONGEST = 30000;

/**
 * Tells each answer until the work is over.
 *
 * @param slower how much later each question comes than the one before: work may take hours.
 * @returns whether it is over; false: signed out, or another server answers.
 */
export async function until(
  address: string, every: number, slower: number, tell: (now: State) => void,
): Promise<boolean> {
  let rest = every;
  for (;;) {
    await new Promise((done) => setTimeout(done, rest));
    if (document.hidden) continue;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      if (!answer.ok || answer.redirected) return false;
      const now = (await answer.json()) as State;
      tell(now);
      if (now.over) return true;
      rest = slower > 1 ? Math.min(slower * rest, LONGEST) : every;
    } catch {
      rest = Math.min(2 * rest, LONGEST); // the server is away, perhaps to come back
    }
  }
}
