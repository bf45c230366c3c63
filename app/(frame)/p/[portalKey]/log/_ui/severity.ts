import { SEVERITIES } from "../../../../../../lib/archive/shared.ts";
import type { Tone } from "../../../../../_ui/controls/badge.tsx";

const TONES: Record<string, Tone> = {
  EMERGENCY: "danger",
  ALERT: "danger",
  CRITICAL: "danger",
  ERROR: "danger",
  SECURITY: "security",
  WARNING: "warning",
  NOTICE: "info",
  INFO: "info",
};

/** Colour group of a severity; whatever a module invents is quiet. */
export function severityTone(severity: string): Tone {
  return TONES[severity] ?? "quiet";
}

/** The severity as a name with a text of its own; null for one a module invented. */
export function knownSeverity(severity: string): (typeof SEVERITIES)[number] | null {
  return SEVERITIES.find((name) => name === severity) ?? null;
}

/** Values the portal writes for "none"; they stay as stored and are shown as empty. */
export function isEmptyValue(text: string): boolean {
  return text === "" || text === "0" || text === "UNKNOWN";
}
