import { isDeepStrictEqual } from "node:util";
import { entryContent } from "../store/entry-content.ts";

/** What stands beside a description and decides what searches find; no hash covers it. */
export interface SearchedContent {
  form: number;
  details: string | null;
  /** The value itself, as jsonb gives it. */
  decoded: unknown;
}

/**
 * Whether it is what storing makes of the description. Whoever changes what storing makes must let this take what
 * was made before as well: entries stay as they were stored.
 */
export function belongsTo(description: string | null, stored: SearchedContent): boolean {
  const { form, details, decoded } = entryContent(description);
  if (stored.form !== form || unmarked(stored.details) !== unmarked(details)) return false;
  if (decoded === null) return stored.decoded === null;
  // As values: jsonb has an order of keys and a way to write numbers of its own.
  return isDeepStrictEqual(
    JSON.parse(unmarked(decoded)),
    JSON.parse(unmarked(JSON.stringify(stored.decoded))),
  );
}

/** Without byte order marks: the first versions left out those that a text of PHP begins with. */
function unmarked<Text extends string | null>(text: Text): Text {
  return (text?.replaceAll("\ufeff", "") ?? null) as Text;
}
