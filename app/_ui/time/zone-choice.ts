import { isTimeZone } from "./format-time.ts";

/** What an address may say about the zone; without it the portal's is meant. */
export function isZoneChoice(text: string): boolean {
  return text === "browser" || isTimeZone(text);
}

export function browserZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
