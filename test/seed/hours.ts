import { randomFor } from "./draw.ts";
import type { PortalPlan } from "./plan.ts";

const HOUR = 3_600;
const BY_HOUR = [
  1, 0.8, 0.7, 0.7, 0.8, 1.5, 5, 20, 60, 100, 92, 82, 55, 75, 86, 80, 68, 44, 20, 9, 5, 3, 2, 1.3,
];
const WEEKEND_SHARE = 0.1;
const HOLIDAY_SHARE = 0.15;
const ATTACK_CHANCE = 0.012;

export interface Hour {
  /** Number of the hour since the portal's first. */
  number: number;
  /** Epoch seconds. */
  start: number;
  offsetMinutes: number;
  /** Entries before this hour. */
  before: number;
  count: number;
  /** Share of the entries that somebody makes who tries passwords or looks for holes. */
  attackShare: number;
}

/** How the portal's entries lie in time: working days and hours of its zone, some growth, holidays, attacks. */
export function planHours(portal: PortalPlan): Hour[] {
  const start = portal.from.getTime() / 1_000;
  const length = Math.floor((portal.until.getTime() / 1_000 - start) / HOUR);
  const offsetAt = zoneOffsets(portal.zone);
  const random = randomFor("hours", portal.seed, portal.number);
  let dayNoise = 1;
  const drawn = Array.from({ length }, (_, number) => {
    const at = start + number * HOUR;
    const offsetMinutes = offsetAt(at);
    if (number % 24 === 0) dayNoise = 0.85 + random.next() * 0.3;
    const growth = 0.8 + (0.4 * number) / length;
    const isAttack = random.next() < ATTACK_CHANCE;
    const base = hourWeight(at + offsetMinutes * 60) * growth * dayNoise;
    const attack = isAttack ? 20 + random.next() * 120 : 0;
    return { number, start: at, offsetMinutes, weight: base + attack, attack };
  });
  const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  let before = 0;
  return drawn.map(({ weight, attack, ...hour }, index) => {
    reached += weight;
    const isLast = index === length - 1;
    const upTo = isLast ? portal.entries : Math.round((reached / total) * portal.entries);
    const made = { ...hour, before, count: upTo - before, attackShare: attack / weight };
    before = upTo;
    return made;
  });
}

function hourWeight(localSeconds: number): number {
  const local = new Date(localSeconds * 1_000);
  const weekday = local.getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  const [month, day] = [local.getUTCMonth(), local.getUTCDate()];
  const isHoliday =
    (month === 0 && day <= 7) || (month === 11 && day >= 25) || (month === 4 && day === 1);
  const share = (isWeekend ? WEEKEND_SHARE : 1) * (isHoliday ? HOLIDAY_SHARE : 1);
  return (BY_HOUR[local.getUTCHours()] ?? 1) * share;
}

function zoneOffsets(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  return (at) => {
    const name = format.formatToParts(at * 1_000).find(({ type }) => type === "timeZoneName");
    const [, sign = "+", hours = "0", minutes = "0"] =
      /GMT([+-])(\d{2}):(\d{2})/.exec(name?.value ?? "") ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
}
