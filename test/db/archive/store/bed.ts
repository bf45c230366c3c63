import {
  appendEntries,
  ENTRY_FROM,
  ENTRY_SELECT,
  toEntryView,
  type Appended,
  type AppendInput,
  type EntryInput,
  type EntryRecord,
  type EntryView,
} from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { runCompiled } from "../../../../lib/db/index.ts";

export function makeEntry(id: number | bigint, part: Partial<EntryInput> = {}): EntryInput {
  return {
    nativeId: String(id),
    timestampX: "2026-11-20T10:00:00+03:00",
    severity: "SECURITY",
    auditTypeId: "USER_AUTHORIZE",
    moduleId: "main",
    itemId: "14",
    remoteAddr: "203.0.113.7",
    userAgent: "Mozilla/5.0",
    requestUri: "/auth/",
    siteId: "s1",
    userId: 14,
    guestId: null,
    description: '{"method":"cookie"}',
    ...part,
  };
}

export function makeEntries(from: number, count: number, part: Partial<EntryInput> = {}) {
  return Array.from({ length: count }, (_, index) => makeEntry(from + index, part));
}

export function store(
  ctx: PortalCtx,
  rows: readonly EntryInput[],
  more: Partial<AppendInput> = {},
): Promise<Appended> {
  return appendEntries(ctx, { epoch: 0, rows, ...more });
}

export async function readViews(ctx: PortalCtx): Promise<EntryView[]> {
  const rows = await readRecords(ctx);
  return rows.map(toEntryView);
}

export async function readRecords(ctx: PortalCtx): Promise<(EntryRecord & { hash: Uint8Array })[]> {
  return runCompiled(ctx.db, {
    text: `SELECT ${ENTRY_SELECT}, e.hash FROM ${ENTRY_FROM} WHERE e.portal_id = $1 ORDER BY e.seq`,
    values: [ctx.portalId],
  });
}

/** What was stored, without what the archive itself adds. */
export function toInput(view: EntryView): EntryInput {
  const fields = Object.keys(makeEntry(0)) as (keyof EntryInput)[];
  return Object.fromEntries(fields.map((field) => [field, view[field]])) as unknown as EntryInput;
}
