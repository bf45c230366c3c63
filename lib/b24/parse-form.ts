import qs from "qs";
import { invalidInput } from "../errors.ts";

const MAX_FIELDS = 20_000;
const MAX_DEPTH = 6;

/** Reads a PHP-style form (`a[b][0]=c`) into nested plain objects and lists of strings. */
export function parseForm(body: string): Record<string, unknown> {
  const fields = body === "" ? 0 : body.split("&").length;
  if (fields > MAX_FIELDS) {
    throw invalidInput(`The form has ${fields} fields; ${MAX_FIELDS} are allowed.`);
  }
  return qs.parse(body, {
    depth: MAX_DEPTH,
    arrayLimit: MAX_FIELDS,
    parameterLimit: MAX_FIELDS,
    ignoreQueryPrefix: false,
    interpretNumericEntities: false,
  });
}
