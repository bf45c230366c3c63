import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { batchPortal, callPortal, type BatchCommand } from "../portals/index.ts";
import { administratorOf, parseInput } from "./internal.ts";
import { FindPeopleInput } from "./schemas.ts";
import type { PersonView } from "./shared.ts";

const SHOWN = 20;
const TIMEOUT_MS = 10_000;

const text = z
  .unknown()
  .transform((value) => (typeof value === "string" ? value.replaceAll("\0", "").trim() : ""));
const Row = z.object({
  ID: z.coerce.number().int().positive(),
  NAME: text,
  LAST_NAME: text,
  LOGIN: text,
  ACTIVE: z.unknown().transform((value) => value !== false && value !== "N"),
  PERSONAL_PHOTO: text,
});

/** Who works on the portal and has this name; while the portal does not answer, of those whom the log has shown. */
export async function findPeople(
  ctx: PortalCtx,
  input: FindPeopleInput,
): Promise<{ items: PersonView[] }> {
  administratorOf(ctx);
  const { find } = parseInput(FindPeopleInput, input);
  if (find === "") return { items: [] };
  try {
    return { items: await askPortal(ctx, find) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("warn", "access.people_unavailable", { portalId: ctx.portalId, error });
    return { items: await findKnown(ctx, find) };
  }
}

/** The person with this number; null when nobody active has it. */
export async function findPerson(ctx: PortalCtx, userId: number): Promise<PersonView | null> {
  const { result } = await callPortal<unknown>(ctx, {
    method: "user.get",
    priority: "interactive",
    timeoutMs: TIMEOUT_MS,
    params: { FILTER: { "@ID": [userId], ACTIVE: true } },
  });
  return toPeople(result).find(({ id }) => id === userId) ?? null;
}

async function askPortal(ctx: PortalCtx, find: string): Promise<PersonView[]> {
  const commands = filtersOf(find).map((filter, at): BatchCommand => ({
    id: `f${at}`,
    method: "user.get",
    params: { FILTER: { ...filter, ACTIVE: true }, SORT: "LAST_NAME", ORDER: "ASC" },
  }));
  const answers = await batchPortal(ctx, {
    commands,
    halt: false,
    priority: "interactive",
    timeoutMs: TIMEOUT_MS,
  });
  const people = new Map<number, PersonView>();
  for (const answer of answers.values()) {
    if (!answer.ok) throw answer.error;
    for (const person of toPeople(answer.result)) people.set(person.id, person);
  }
  return [...people.values()].slice(0, SHOWN);
}

// The portal joins conditions by AND: each way to read the words is a question of its own.
function filtersOf(find: string): Record<string, unknown>[] {
  const [first = "", ...rest] = find.split(/\s+/);
  const last = rest.join(" ");
  if (last !== "") {
    return [
      { "%NAME": first, "%LAST_NAME": last },
      { "%NAME": last, "%LAST_NAME": first },
    ];
  }
  const names = [{ "%NAME": first }, { "%LAST_NAME": first }];
  return /^\d{1,9}$/.test(first) ? [{ "@ID": [Number(first)] }, ...names] : names;
}

function toPeople(result: unknown): PersonView[] {
  const rows = Array.isArray(result) ? result : [];
  return rows.flatMap((row) => {
    const parsed = Row.safeParse(row);
    if (!parsed.success || !parsed.data.ACTIVE) return [];
    const { ID: id, NAME, LAST_NAME, LOGIN, PERSONAL_PHOTO } = parsed.data;
    const name = `${NAME} ${LAST_NAME}`.trim() || LOGIN || `#${id}`;
    return [{ id, name, photoUrl: /^https?:\/\//.test(PERSONAL_PHOTO) ? PERSONAL_PHOTO : null }];
  });
}

async function findKnown({ db, portalId }: PortalCtx, find: string): Promise<PersonView[]> {
  const rows = await db.portalUser.findMany({
    where: { portalId, isActive: true, name: { contains: find, mode: "insensitive" } },
    orderBy: [{ name: "asc" }, { userId: "asc" }],
    take: SHOWN,
  });
  return rows.map(({ userId: id, name, photoUrl }) => ({ id, name, photoUrl }));
}
