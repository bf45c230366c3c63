const NAME = "logbook.queries";
const MOST = 20;

let memory: string[] | null = null;

/** The last queries of this browser, newest first; where storage is refused, those since the page was opened. */
export function recentQueries(): string[] {
  memory ??= readStored();
  return memory;
}

export function rememberQuery(text: string): void {
  const query = text.trim();
  if (query === "") return;
  memory = [query, ...recentQueries().filter((one) => one !== query)].slice(0, MOST);
  try {
    window.localStorage.setItem(NAME, JSON.stringify(memory));
  } catch {
    // Refused storage: the list lives on in memory.
  }
}

function readStored(): string[] {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(NAME) ?? "[]");
    if (!Array.isArray(stored)) return [];
    return stored.filter((one) => typeof one === "string").slice(0, MOST);
  } catch {
    // Refused storage, or a text that is none of ours.
    return [];
  }
}
