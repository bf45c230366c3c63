import { chance, hex, randomFor, skewed } from "./draw.ts";
import { planHours, type Hour } from "./hours.ts";
import { drawStaff, type Person, type Staff } from "./people.ts";
import type { PortalPlan } from "./plan.ts";
import type { RawEntry } from "./raw-entry.ts";
import { sourcesOf } from "./sources.ts";
import { attack } from "./user-sources.ts";

const HOUR = 3_600;
const FIRST_ID = 440_000;
const SAME_REQUEST = 0.08;

/** The portal's entries, oldest first, from the given place on; any place gives the same rows again. */
export function* makeEntries(portal: PortalPlan, skip = 0): Generator<RawEntry, void, void> {
  const staff = drawStaff(portal);
  const source = sourcesOf(portal.flavour);
  for (const hour of planHours(portal)) {
    if (hour.before + hour.count <= skip || hour.count === 0) continue;
    const entries = makeHour(portal, { hour, staff, source });
    yield* skip > hour.before ? entries.slice(skip - hour.before) : entries;
  }
}

function makeHour(
  portal: PortalPlan,
  input: { hour: Hour; staff: Staff; source: ReturnType<typeof sourcesOf> },
): RawEntry[] {
  const { hour, staff, source } = input;
  const random = randomFor("hour", portal.seed, portal.number, hour.number);
  const times = new Uint16Array(hour.count);
  for (let index = 0; index < hour.count; index += 1) times[index] = random.below(HOUR);
  times.sort();
  const day = Math.floor(hour.number / 24);
  const localHour = new Date((hour.start + hour.offsetMinutes * 60) * 1_000)
    .toISOString()
    .slice(0, 13)
    .replace("T", " ");
  let requestId = "";
  return Array.from(times, (second, index) => {
    if (requestId === "" || !chance(random, SAME_REQUEST)) requestId = `${hex(random, 32)}-0`;
    const person = drawPerson(staff, skewed(random, staff.people.length, 1.8));
    const make = chance(random, hour.attackShare) ? attack : source(random);
    const month = Math.floor(day / 30);
    const fields = make({ random, portal, staff, person, day, month, localHour, requestId });
    const id = toId(hour.before + index);
    return { id, timestampX: isoTime(hour.start + second, hour.offsetMinutes), ...fields };
  });
}

function drawPerson(staff: Staff, index: number): Person {
  const person = staff.people[index];
  if (person === undefined) throw new Error("The portal has no users.");
  return person;
}

// Numbers have gaps: other sessions take some and roll back.
function toId(place: number): number {
  return FIRST_ID + place + 2 * Math.floor(place / 7) + Math.floor(place / 1_000) * 5;
}

function isoTime(seconds: number, offsetMinutes: number): string {
  const local = new Date((seconds + offsetMinutes * 60) * 1_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offsetMinutes);
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${local}${offsetMinutes < 0 ? "-" : "+"}${hours}:${String(minutes % 60).padStart(2, "0")}`;
}
