import { describe, expect, test } from "vitest";
import { readHead } from "../../../../lib/archive/keep/chain-ends.ts";
import { verifyChain, type Progress } from "../../../../lib/archive/keep/verify.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { runCompiled } from "../../../../lib/db/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, appendMany, makeArchive, makeEntry } from "./bed.ts";

const { db } = await createTestDb();

/** Changes what an intruder with rights in the database could; `$1` is the portal. */
async function tamper(ctx: PortalCtx, ...statements: string[]): Promise<void> {
  for (const text of statements) await runCompiled(db, { text, values: [ctx.portalId] });
}

async function makeChain(count = 20): Promise<PortalCtx> {
  const ctx = await makeArchive(db);
  await appendMany(ctx, count);
  return ctx;
}

const HERE = "portal_id = $1 AND seq = 10";

describe("the chain of a portal", () => {
  test("holds after appends of all kinds, and tells how it ends", async () => {
    const ctx = await makeChain(50);
    await append(ctx, [
      makeEntry(90, { timestampX: "not a time", remoteAddr: "unknown", userAgent: null }),
      makeEntry(91, { timestampX: "2026-11-20T12:00:00.5+02:00", siteId: null, userId: null }),
      makeEntry(92, { description: null, guestId: null, requestUri: "", moduleId: "" }),
      makeEntry(93, { description: '\u{1f600} \u2028 \\ " <br> \u0410\u0411', itemId: "" }),
      makeEntry(94, { remoteAddr: "::ffff:10.0.0.1", description: "a\u0000b\ud800c" }),
      makeEntry(96, { remoteAddr: "::10.0.0.1" }),
      makeEntry(97, { remoteAddr: "2001:DB8:0:0::1" }),
      makeEntry(98, { remoteAddr: "" }),
      makeEntry(95, { timestampX: "2199-01-01T00:00:00+00:00", remoteAddr: "10.0.0.0/8" }),
    ]);
    const progress: Progress[] = [];

    const verdict = await verifyChain(ctx, { onProgress: (step) => progress.push(step) });

    const head = await readHead(ctx);
    expect(verdict).toEqual({ ok: true, checked: 59, removed: 0, ...head, noted: null });
    expect(progress).toEqual([{ seq: 59n, upTo: 59n, checked: 59, removed: 0 }]);
  });

  test("of an empty archive holds", async () => {
    const ctx = await makeArchive(db);

    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: 0, seq: 0n });
  });

  test("goes over many pages, also of large entries", async () => {
    const ctx = await makeArchive(db);
    const large = "x".repeat(3_000_000);
    await append(
      ctx,
      Array.from({ length: 12 }, (_, index) => makeEntry(index + 1, { description: large })),
    );
    await append(
      ctx,
      Array.from({ length: 5_100 }, (_, index) => makeEntry(index + 100)),
    );
    const progress: Progress[] = [];

    const verdict = await verifyChain(ctx, { onProgress: (step) => progress.push(step) });

    expect(verdict).toMatchObject({ ok: true, checked: 5_112 });
    expect(progress.length).toBeGreaterThan(3);
  });

  test("stops when it is told to", async () => {
    const ctx = await makeChain();

    await expect(verifyChain(ctx, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});

describe("a changed entry is named, whatever was changed:", () => {
  test.each([
    "at = at + interval '1 second'",
    "portal_entry_id = 999999",
    "portal_entry_id = NULL",
    "user_id = 8",
    "user_id = NULL",
    "guest_id = 4",
    "severity_id = type_id",
    "type_id = severity_id",
    "module_id = severity_id",
    "site_id = NULL",
    "site_id = severity_id",
    "agent_id = NULL",
    "uri_id = NULL",
    "uri_id = NULL, uri = '/company/'",
    "agent_id = 2147483647",
    "source = 1",
    "epoch = 1",
    "offset_minutes = 60",
    "time_text = '2026-11-20T10:00:11+00:00'",
    "addr = '203.0.113.8'",
    "addr = '203.0.113.7/31'",
    "addr = NULL",
    "addr_text = '203.0.113.8'",
    "addr_text = '203.0.113.7', addr = '203.0.113.8'",
    "addr_text = '203.0.113.7', addr = NULL",
    "addr_text = '203.0.113.7', addr = '203.0.113.7/31'",
    "uri = '/elsewhere/'",
    "item = '11'",
    "description = description || ' '",
    "description = NULL",
  ])("%s", async (change) => {
    const ctx = await makeChain();
    await tamper(ctx, `UPDATE entry SET ${change} WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({
      ok: false,
      fault: "content",
      brokenAt: 10n,
      checked: 9,
    });
  });

  test("its hash", async () => {
    const ctx = await makeChain();
    await tamper(ctx, `UPDATE entry SET hash = sha256('') WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "hash", brokenAt: 10n });
  });

  test("its content and its hash, so that only the next one does not follow", async () => {
    const ctx = await makeChain();
    const forged = await makeArchive(db);
    await append(
      forged,
      Array.from({ length: 10 }, (_, index) =>
        makeEntry(index + 1, index === 9 ? { description: "nothing happened" } : {}),
      ),
    );
    const { hash } = await readHead(forged);
    await tamper(
      ctx,
      `UPDATE entry SET description = 'nothing happened', hash = decode('${hash}', 'hex')
        WHERE ${HERE}`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "content", brokenAt: 11n });
  });

  test("its portal", async () => {
    const ctx = await makeChain();
    const other = await makeArchive(db);
    await tamper(ctx, `UPDATE entry SET portal_id = ${other.portalId} WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 10n });
    expect(await verifyChain(other)).toMatchObject({ fault: "beyond", brokenAt: 10n });
  });

  test("its number", async () => {
    const ctx = await makeChain();
    await tamper(ctx, `UPDATE entry SET seq = 1000 WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 10n });
  });

  test("a text that entries share", async () => {
    const ctx = await makeChain();
    await append(ctx, [makeEntry(30, { userAgent: "curl/8" })]);
    await tamper(
      ctx,
      "UPDATE entry_text SET value = 'x' WHERE portal_id = $1 AND value = 'curl/8'",
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "content", brokenAt: 21n });
  });

  test("the moment of an entry whose time is kept as sent", async () => {
    const ctx = await makeChain();
    await append(ctx, [makeEntry(30, { timestampX: "2026-11-20 12:00:00+02:00" })]);
    await tamper(
      ctx,
      "UPDATE entry SET at = at + interval '1 second' WHERE portal_id = $1 AND seq = 21",
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "content", brokenAt: 21n });
  });
});

describe("entries that are not where they were are named:", () => {
  test("one deleted", async () => {
    const ctx = await makeChain();
    await tamper(ctx, `DELETE FROM entry WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 10n, checked: 9 });
  });

  test("two that changed their numbers", async () => {
    const ctx = await makeChain();
    await tamper(
      ctx,
      "UPDATE entry SET seq = -1 WHERE portal_id = $1 AND seq = 10",
      "UPDATE entry SET seq = 10 WHERE portal_id = $1 AND seq = 11",
      "UPDATE entry SET seq = 11 WHERE portal_id = $1 AND seq = -1",
    );

    const verdict = await verifyChain(ctx);

    expect(verdict).toMatchObject({ fault: "moved", brokenAt: 10n });
    expect(verdict).toMatchObject({ reason: expect.stringContaining("stands at 11") as string });
  });

  test("two that changed their contents", async () => {
    const ctx = await makeChain();
    await tamper(
      ctx,
      `UPDATE entry e SET item = o.item, portal_entry_id = -o.portal_entry_id, at = o.at,
          description = o.description
        FROM entry o WHERE e.portal_id = $1 AND o.portal_id = $1 AND e.seq IN (10, 11)
          AND o.seq = 21 - e.seq`,
      `UPDATE entry SET portal_entry_id = -portal_entry_id
        WHERE portal_id = $1 AND portal_entry_id < 0`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "moved", brokenAt: 10n });
  });

  test("one that is there twice, in another class", async () => {
    const ctx = await makeChain();
    await tamper(
      ctx,
      "SELECT entry_partition(12, '2026-11-01')::text || $1::bigint",
      `CREATE TEMP TABLE twin AS SELECT * FROM entry WHERE portal_id = ${ctx.portalId} AND seq = 10
        AND $1::bigint > 0`,
    ).catch(() => undefined);
    await db.$executeRaw`
      INSERT INTO entry (portal_id, seq, at, portal_entry_id, severity_id, type_id, module_id, keep,
        item, hash)
      SELECT portal_id, seq, at, portal_entry_id, severity_id, type_id, module_id, 12, item, hash
      FROM entry WHERE portal_id = ${ctx.portalId} AND seq = 10`;

    expect(await verifyChain(ctx)).toMatchObject({ fault: "doubled", brokenAt: 10n });
  });

  test("the last ones", async () => {
    const ctx = await makeChain();
    await tamper(ctx, "DELETE FROM entry WHERE portal_id = $1 AND seq > 15");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 16n });
  });

  test("all of them", async () => {
    const ctx = await makeChain();
    await tamper(ctx, "DELETE FROM entry WHERE portal_id = $1");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 1n, checked: 0 });
  });

  test("one in front of the first", async () => {
    const ctx = await makeChain();
    await tamper(
      ctx,
      `INSERT INTO entry (portal_id, seq, at, severity_id, type_id, module_id, keep, source, item,
          hash)
        SELECT portal_id, 0, at, severity_id, type_id, module_id, keep, 1, item, hash FROM entry
        WHERE portal_id = $1 AND seq = 1`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "beyond", brokenAt: 0n });
  });
});

describe("the record of the archive's end", () => {
  test("is named when its hash was changed", async () => {
    const ctx = await makeChain();
    await tamper(ctx, "UPDATE archive_head SET last_hash = sha256('') WHERE portal_id = $1");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "end", brokenAt: 20n });
  });

  test("is named when it was set back", async () => {
    const ctx = await makeChain();
    await tamper(
      ctx,
      `UPDATE archive_head SET last_seq = 15, last_hash = (SELECT hash FROM entry
        WHERE portal_id = $1 AND seq = 15) WHERE portal_id = $1`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "beyond", brokenAt: 16n });
  });

  test("is named when it is gone", async () => {
    const ctx = await makeChain();
    await tamper(ctx, "DELETE FROM archive_head WHERE portal_id = $1");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "beyond", brokenAt: 1n });
  });
});
