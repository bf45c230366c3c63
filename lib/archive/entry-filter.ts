import { invalidInput } from "../errors.ts";
import type { z } from "zod";
import { isoSeconds } from "./store/entry-time.ts";

export type FilterItem = [field: string, operator: string, value: unknown];

export interface PortalFilterInput {
  from?: string | undefined;
  to?: string | undefined;
  types?: string[] | undefined;
  userIds?: number[] | undefined;
  id?: string | undefined;
  before?: string | undefined;
  after?: string | undefined;
}

/** Conditions the portal itself can apply; it knows no other fields and refuses unknown ones. */
export function toPortalFilter(input: PortalFilterInput): FilterItem[] {
  const filter: FilterItem[] = [];
  if (input.id !== undefined) filter.push(["id", "=", toNumber(input.id)]);
  if (input.before !== undefined) filter.push(["id", "<", toNumber(input.before)]);
  if (input.after !== undefined) filter.push(["id", ">", toNumber(input.after)]);
  if (input.from !== undefined) filter.push(["timestampX", ">=", toWholeSecond(input.from)]);
  if (input.to !== undefined) filter.push(["timestampX", "<", toWholeSecond(input.to)]);
  if (input.types?.length) filter.push(["auditTypeId", "in", input.types]);
  if (input.userIds?.length) filter.push(["userId", "in", input.userIds]);
  return filter;
}

// The log counts whole seconds, so an entry is at or after a fraction when it is at the next second.
function toWholeSecond(instant: string): string {
  return isoSeconds(Math.ceil(Date.parse(instant) / 1_000) * 1_000);
}

/** Numbers travel as numbers, except those that a JSON number would change. */
export function toNumber(id: string): number | string {
  const value = Number(id);
  return Number.isSafeInteger(value) ? value : id;
}

export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map((fault) => ({
    at: fault.path.join("."),
    message: fault.message,
  }));
  const first = details[0];
  throw invalidInput(`${first?.at ?? "input"}: ${first?.message ?? "is not valid"}`, details);
}
