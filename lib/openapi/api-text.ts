import { apiDocument } from "./document.ts";

let text: string | undefined;

/** The description of the API as JSON: it never changes while the process lives. */
export function apiText(): string {
  return (text ??= JSON.stringify(apiDocument()));
}
