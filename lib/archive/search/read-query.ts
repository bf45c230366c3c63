import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { invalidInput } from "../../errors.ts";
import {
  parseMoment,
  parseQuery,
  printQuery,
  resolveMoment,
  timeBounds,
  withoutTimes,
  type Clock,
  type Node,
  type QueryFault,
} from "../../filter/index.ts";

// Addresses bring unset values as empty ones.
const blank = (value: unknown): unknown => (value === "" ? undefined : value);
const text = (max: number) => z.preprocess(blank, z.string().max(max).optional());

/** What every search is about. Times: ISO 8601, or as `now-24h`. */
export const QueryInput = z.object({
  /** Longer ones are cut and reported by the parser. */
  q: text(20_000),
  /** Inclusive. */
  from: text(80),
  /** Exclusive. */
  to: text(80),
  /** IANA name or offset: where days begin and written times are meant. */
  zone: z.preprocess(blank, z.string().max(64).default("UTC")),
});
export type QueryInput = z.input<typeof QueryInput>;
export type ReadQueryInput = z.output<typeof QueryInput>;

export interface SearchQuery {
  /** Without the conditions on time that the range tells already. */
  node: Node | null;
  clock: Clock;
  from: Date | null;
  to: Date | null;
  view: QueryView;
}

/** What the query was understood as; with faults only its valid part was applied. */
export interface QueryView {
  printed: string;
  faults: QueryFault[];
}

/** Reads query and range as of one moment, which a cursor carries on to further pages. */
export function readQuery(ctx: PortalCtx, input: ReadQueryInput, now = ctx.now()): SearchQuery {
  const clock = { now, zone: readZone(input.zone) };
  const read = parseQuery(input.q ?? "");
  const node = read.ok ? read.query : read.lastValidPart;
  const bounds = timeBounds(node, clock);
  return {
    node: withoutTimes(node),
    clock,
    from: latest(readTime(input.from, { at: "from", clock }), bounds.from),
    to: earliest(readTime(input.to, { at: "to", clock }), bounds.to),
    view: { printed: printQuery(node), faults: read.ok ? [] : read.faults },
  };
}

function readTime(
  text: string | undefined,
  { at, clock }: { at: string; clock: Clock },
): Date | null {
  if (text === undefined) return null;
  const moment = parseMoment(text);
  if (moment === null)
    throw invalidInput(`${at}: is not a time`, [{ at, message: "is not a time" }]);
  return resolveMoment(moment, clock);
}

// Making a format only to see whether a zone is one costs as much as writing fifty entries.
const knownZones = new Set<string>();
const MAX_KNOWN_ZONES = 1_000;

/** Also refuses what the machine does not know as a zone. */
export function readZone(zone: string): string {
  if (knownZones.has(zone)) return zone;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    if (knownZones.size >= MAX_KNOWN_ZONES) knownZones.clear();
    knownZones.add(zone);
    return zone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidInput("zone: is not a time zone", [{ at: "zone", message: "is not a time zone" }]);
  }
}

function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function earliest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
