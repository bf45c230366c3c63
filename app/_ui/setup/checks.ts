import type { SetupCheck } from "../../../lib/portals/shared.ts";

/** Order in which the installation goes, so that rows stand still while results come in. */
export const CHECK_NAMES = [
  "identity",
  "administrator",
  "scope",
  "events",
  "activities",
  "robots",
  "placement",
  "eventlog",
] as const satisfies SetupCheck["name"][];

/** The first check without a result; null when all have one. */
export function firstPending(checks: SetupCheck[]): SetupCheck["name"] | null {
  const isOpen = (name: SetupCheck["name"]) =>
    (checks.find((check) => check.name === name)?.state ?? "pending") === "pending";
  return CHECK_NAMES.find(isOpen) ?? null;
}
