import { decodeDescription, descriptionText } from "./decode-description.ts";
import type { EntryView } from "./entry-view.ts";

export interface EntryTest {
  severities?: string[] | undefined;
  text?: string | undefined;
}

/** The conditions that the portal cannot apply, as one test. */
export function entryMatcher(input: EntryTest): (entry: EntryView) => boolean {
  const severities = new Set(input.severities?.map((name) => name.toUpperCase()));
  const needle = fold(input.text?.trim() ?? "");
  return (entry) =>
    (severities.size === 0 || severities.has(entry.severity.toUpperCase())) &&
    (needle === "" || holdsText(entry, needle));
}

function holdsText(entry: EntryView, needle: string): boolean {
  const { description, requestUri, userAgent, itemId, auditTypeId, moduleId } = entry;
  const fields = [description, requestUri, userAgent, itemId, auditTypeId, moduleId];
  if (fields.some((field) => field !== null && fold(field).includes(needle))) return true;
  return (
    isEncoded(description) && fold(descriptionText(decodeDescription(description))).includes(needle)
  );
}

// Base64 and JSON escapes hide words from a search of the original.
function isEncoded(description: string | null): description is string {
  return description !== null && (description.startsWith("==") || description.includes("\\"));
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}
