const PRIORITIES = ["interactive", "completion", "line", "background"] as const;

/** Which text says why a call was made; calls to the auth server have no place in the portal's budget. */
export function priorityName(priority: string | null): (typeof PRIORITIES)[number] | "none" {
  return PRIORITIES.find((name) => name === priority) ?? "none";
}
