const SHORT_KEYS = ["sev", "type", "mod", "user", "ip", "item", "site"] as const;

/** Whether an address asks for something in the query language. */
export function hasQuery(params: URLSearchParams): boolean {
  return (params.get("q") ?? "") !== "" || hasShortKeys(params);
}

export function hasShortKeys(params: URLSearchParams): boolean {
  return Object.values(shortKeys(params)).some((text) => text !== null && text !== "");
}

/** Single fields, as links written by hand name them. */
export function shortKeys(params: URLSearchParams): Record<string, string | null> {
  return Object.fromEntries(SHORT_KEYS.map((name) => [name, params.get(name)]));
}
