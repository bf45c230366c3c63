import { appendEntries } from "../../../../lib/archive/store/append.ts";
import type { EntryInput } from "../../../../lib/archive/store/stored-entry.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import type { Db } from "../../../../lib/db/index.ts";
import { makePortal, testPortalCtx } from "../../../support/index.ts";

/** A portal with an empty archive, seen by an administrator at a fixed time. */
export async function makeArchive(db: Db, input: { now?: Date } = {}): Promise<PortalCtx> {
  const { portal } = await makePortal(db);
  const now = input.now ?? new Date("2026-11-21T12:00:00Z");
  return testPortalCtx(db, {
    portalId: portal.id,
    overrides: { now: () => now, actor: { kind: "user", userId: 1, isAdmin: true } },
  });
}

export function makeEntry(id: number, overrides: Partial<EntryInput> = {}): EntryInput {
  const at = new Date(Date.UTC(2026, 10, 20, 10, 0, id % 3_600));
  return {
    nativeId: String(id),
    timestampX: at.toISOString().replace(".000Z", "+00:00"),
    severity: "SECURITY",
    auditTypeId: "USER_AUTHORIZE",
    moduleId: "main",
    itemId: String(id),
    remoteAddr: "203.0.113.7",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    requestUri: "/company/personal/",
    siteId: "s1",
    userId: 7,
    guestId: 3,
    description: `{"userId":${id}}`,
    ...overrides,
  };
}

export async function append(ctx: PortalCtx, rows: EntryInput[]): Promise<void> {
  await appendEntries(ctx, { epoch: 0, rows });
}

/** Entries 1 to `count`, of the same day. */
export async function appendMany(ctx: PortalCtx, count: number): Promise<void> {
  await append(
    ctx,
    Array.from({ length: count }, (_, index) => makeEntry(index + 1)),
  );
}

/** The same portal at another time. */
export function shift(ctx: PortalCtx, now: string): PortalCtx {
  return { ...ctx, now: () => new Date(now) };
}
