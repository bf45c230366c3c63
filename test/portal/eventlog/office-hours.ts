import type { SeededRandom } from "../random.ts";

const HOUR = 3600;
const BY_HOUR = [
  1, 1, 1, 1, 1, 2, 5, 20, 60, 100, 90, 80, 55, 75, 85, 80, 70, 45, 20, 8, 5, 3, 2, 1,
];
const WEEKEND_SHARE = 0.12;

function hourWeight(at: number, offsetMinutes: number): number {
  const local = new Date((at + offsetMinutes * 60) * 1000);
  const weekday = local.getUTCDay();
  const share = weekday === 0 || weekday === 6 ? WEEKEND_SHARE : 1;
  return (BY_HOUR[local.getUTCHours()] ?? 1) * share;
}

/** Ascending epoch seconds between from and to, dense in office hours, thin at night. */
export function officeTimes(
  random: SeededRandom,
  input: { from: number; to: number; count: number; offsetMinutes: number },
): number[] {
  const hours: { start: number; end: number; weight: number }[] = [];
  for (let start = input.from; start < input.to; start += HOUR) {
    const end = Math.min(start + HOUR, input.to);
    const part = (end - start) / HOUR;
    hours.push({ start, end, weight: hourWeight(start, input.offsetMinutes) * part });
  }
  const total = hours.reduce((sum, hour) => sum + hour.weight, 0);
  const times: number[] = [];
  let reached = 0;
  for (const hour of hours) {
    reached += hour.weight;
    const upTo = Math.round((reached / total) * input.count);
    const own: number[] = [];
    while (times.length + own.length < upTo) {
      own.push(hour.start + random.below(hour.end - hour.start));
    }
    own.sort((left, right) => left - right);
    for (const at of own) times.push(at);
  }
  return times;
}
