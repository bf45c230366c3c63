import { randomBytes } from "node:crypto";
import { TOKEN_LENGTH, TOKEN_START } from "./shared.ts";

const SHOWN = 9;
const FORM = new RegExp(`^${TOKEN_START}[A-Za-z0-9_-]{${TOKEN_LENGTH - TOKEN_START.length}}$`);

export function newTokenText(): string {
  return `${TOKEN_START}${randomBytes(TOKEN_LENGTH).toString("base64url")}`.slice(0, TOKEN_LENGTH);
}

export function isTokenText(text: string): boolean {
  return FORM.test(text);
}

/** What may be shown of a token: too little to use it, enough to tell it from others. */
export function prefixOf(token: string): string {
  return token.slice(0, SHOWN);
}
