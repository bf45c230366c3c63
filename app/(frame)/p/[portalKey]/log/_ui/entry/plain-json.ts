import { decodeDescription } from "../../../../../../../lib/archive/shared.ts";

/** What a query sees in a description, also below base64; undefined for a text. */
export function jsonOf(description: string | null): unknown {
  const outer = decodeDescription(description);
  const decoded = outer.kind === "base64" ? decodeDescription(outer.value) : outer;
  return decoded.kind === "json" || decoded.kind === "php" ? decoded.value : undefined;
}
