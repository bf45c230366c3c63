import { createHash } from "node:crypto";

// The statements that every call of a portal, every append to its archive and nearly every question to it runs. The
// server keeps their plans: planning takes longer than running them does. All others stay unnamed, because their plans depend on the values or
// their number has no bound.
const KEPT = /^\s*\/\* kept plan \*\/|INSERT INTO pgboss\./;

const names = new Map<string, string | undefined>();
const MAX_REMEMBERED = 1_000;

/** The name under which a connection keeps this statement's plan, or undefined for none. */
export function statementName(sql: string): string | undefined {
  if (names.has(sql)) return names.get(sql);
  if (names.size >= MAX_REMEMBERED) names.clear();
  const isKept = KEPT.test(sql);
  const name = isKept
    ? `kept_${createHash("sha256").update(sql).digest("hex").slice(0, 16)}`
    : undefined;
  names.set(sql, name);
  return name;
}
