import type { Visit } from "./visit.ts";

/** A moment as the portal shows it to this user. */
export function showTime(visit: Visit, at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  return new Intl.DateTimeFormat(visit.lang, {
    timeZone: visit.timeZone,
    dateStyle: "medium",
    timeStyle: "medium",
  }).format(moment);
}

/** `14:05` now, for the clock in the header. */
export function clockNow(visit: Visit): string {
  return new Intl.DateTimeFormat(visit.lang, {
    timeZone: visit.timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: visit.lang === "ru" ? "h23" : "h12",
  }).format(new Date());
}
