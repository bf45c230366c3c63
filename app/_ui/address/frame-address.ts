/** Query values every page of the frame keeps: framing proof after a reload, language, theme. */
const KEPT = ["o", "lang", "theme"];

let ticketTaken: string | null | undefined;

/** The one-time ticket of this load; it leaves the address at once and is handed out once. */
export function takeTicket(): string | null {
  if (ticketTaken !== undefined) return null;
  const url = new URL(window.location.href);
  ticketTaken = url.searchParams.get("t");
  if (ticketTaken !== null) {
    url.searchParams.delete("t");
    window.history.replaceState(window.history.state, "", url);
  }
  return ticketTaken;
}

export function keptQuery(current: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams();
  for (const name of KEPT) {
    const value = current.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

export interface FramePath {
  portalKey: string;
  page: "log" | "runs" | "events" | "calls" | "readings" | "settings" | "setup" | "steps";
  id?: string;
  query?: URLSearchParams;
}

/** Address of a page, with what must survive from the address of the page before. */
export function framePath(current: URLSearchParams, input: FramePath): string {
  const kept = keptQuery(current);
  for (const [name, value] of input.query ?? []) kept.append(name, value);
  const id = input.id === undefined ? "" : `/${encodeURIComponent(input.id)}`;
  const query = kept.toString();
  const path = `/p/${encodeURIComponent(input.portalKey)}/${input.page}${id}`;
  return query === "" ? path : `${path}?${query}`;
}
