import { ENTRY_FIELDS } from "../../filter/index.ts";
import { EXACT, exactTerms } from "./term-hash.ts";

// Every row has the other fields, or a block cannot tell by one term.
const MAY_BE_BLANK = new Set([
  ...["itemId", "siteId", "userAgent", "requestUri", "remoteAddr", "moduleId"],
  ...["userId", "guestId", "description"],
]);

const KNOWN = new Map(
  ENTRY_FIELDS.filter(({ nativeName }) => MAY_BE_BLANK.has(nativeName)).map(
    ({ nativeName, blanks }) => [
      nativeName,
      { blanks: new Set(["", ...blanks]), terms: exactTerms(EXACT.present, nativeName) },
    ],
  ),
);

/** Terms of a row that has this value in the field: none when it counts as no value, or when nobody can tell. */
export function presentTerms(nativeName: string, value: string): readonly number[] {
  const field = KNOWN.get(nativeName);
  return field === undefined || field.blanks.has(value) ? [] : field.terms;
}

/** Terms of all rows that have any value in the field; null where blocks cannot tell. */
export function anyPresentTerms(nativeName: string): readonly number[] | null {
  return KNOWN.get(nativeName)?.terms ?? null;
}
