/** What lies over the list: the surroundings of an entry, or entries side by side. */
export type LogView =
  | { kind: "context"; id: string; scope: ContextScope; q: string }
  | { kind: "compare"; ids: string[] };

export const CONTEXT_SCOPES = ["all", "user", "ip", "request", "object"] as const;
export type ContextScope = (typeof CONTEXT_SCOPES)[number];

export const MAX_COMPARED = 4;

const ID = /^\d{1,18}$/;
const MAX_LENGTH = 4_200;

/** `context.12.user.failed sign-in` or `compare.12.15`; null for anything else. */
export function parseView(text: string): LogView | null {
  if (text.length > MAX_LENGTH) return null;
  const [kind, ...parts] = text.split(".");
  if (kind === "compare") {
    const ids = [...new Set(parts)];
    const isGood = ids.length >= 2 && ids.length <= MAX_COMPARED && ids.every(isId);
    return isGood ? { kind, ids } : null;
  }
  const [id = "", scopeName, ...words] = parts;
  const scope = CONTEXT_SCOPES.find((name) => name === (scopeName ?? "all"));
  if (kind !== "context" || !isId(id) || scope === undefined) return null;
  return { kind, id, scope, q: words.join(".") };
}

export function printView(view: LogView): string {
  if (view.kind === "compare") return ["compare", ...view.ids].join(".");
  const { id, scope, q } = view;
  const parts = ["context", id];
  if (scope !== "all" || q !== "") parts.push(scope);
  if (q !== "") parts.push(q);
  return parts.join(".");
}

/** What the address shows: rows or charts of the query, and what lies over them. */
export interface Shown {
  view: "list" | "charts";
  over: string | null;
}

export const SHOWN_AT_FIRST: Shown = { view: "list", over: null };

/** `charts`, `context.12`, or both with the charts before; null for anything else. */
export function readShown(text: string | null): Shown | null {
  if (text === null || text === "list") return SHOWN_AT_FIRST;
  const hasCharts = text === "charts" || text.startsWith("charts.");
  const over = hasCharts ? text.slice("charts.".length) : text;
  if (over !== "" && parseView(over) === null) return null;
  return { view: hasCharts ? "charts" : "list", over: over === "" ? null : over };
}

export function printShown({ view, over }: Shown): string {
  return [...(view === "charts" ? [view] : []), ...(over === null ? [] : [over])].join(".");
}

function isId(text: string): boolean {
  return ID.test(text);
}
