import type { NativeFields } from "../filter/index.ts";

/** One row of `main.eventlog.*`, its values in the forms we take them in. */
export interface PortalEntry extends NativeFields {
  /** The portal's own number. */
  nativeId: string;
}

/** Null when it has no number; anything else is taken in whatever form the portal's version sends it. */
export function readPortalEntry(raw: unknown): PortalEntry | null {
  if (typeof raw !== "object" || raw === null) return null;
  const row = raw as Record<string, unknown>;
  const nativeId = toId(row["id"]);
  if (nativeId === null) return null;
  return {
    nativeId,
    timestampX: toText(row["timestampX"]) ?? "",
    severity: toText(row["severity"]) || "UNKNOWN",
    auditTypeId: toText(row["auditTypeId"]) || "UNKNOWN",
    moduleId: toText(row["moduleId"]) ?? "",
    itemId: toText(row["itemId"]) ?? "",
    remoteAddr: toText(row["remoteAddr"]) ?? "",
    userAgent: toText(row["userAgent"]),
    requestUri: toText(row["requestUri"]) ?? "",
    siteId: toText(row["siteId"]),
    userId: toWholeNumber(row["userId"]),
    guestId: toWholeNumber(row["guestId"]),
    description: toText(row["description"]),
  };
}

// PHP writes an empty value as [] or {}, and older portals write numbers as texts.
function toText(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return null;
}

// The portal counts users and guests in 32 bits.
const MAX_NUMBER = 2_147_483_647;

function toWholeNumber(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  const isPlain = typeof value === "number" && Number.isInteger(value);
  const text = isPlain ? "" : (toText(value)?.trim() ?? "");
  const number = isPlain ? value : /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return Math.abs(number) <= MAX_NUMBER ? number + 0 : null;
}

const MAX_ID = 9_223_372_036_854_775_807n;

const USUAL_ID = /^[1-9]\d{0,17}$/;

function toId(value: unknown): string | null {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return String(value);
  const text = toText(value) ?? "";
  if (USUAL_ID.test(text)) return text;
  if (!/^\d{1,19}$/.test(text)) return null;
  const id = BigInt(text);
  return id <= MAX_ID ? String(id) : null;
}
