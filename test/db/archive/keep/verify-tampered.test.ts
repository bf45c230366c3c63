import { describe, expect, test } from "vitest";
import { readHead } from "../../../../lib/archive/keep/chain-ends.ts";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry } from "./bed.ts";
import { makeChain, tamper } from "./tamper.ts";

const { db } = await createTestDb();
const chain = async (count?: number) => makeChain(db, count);
const HERE = "portal_id = $1 AND seq = 10";

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
    const ctx = await chain();
    await tamper(ctx, `UPDATE entry SET ${change} WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({
      ok: false,
      fault: "content",
      brokenAt: 10n,
      checked: 9,
    });
  });

  test("its hash", async () => {
    const ctx = await chain();
    await tamper(ctx, `UPDATE entry SET hash = sha256('') WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "hash", brokenAt: 10n });
  });

  test("its content and its hash, so that only the next one does not follow", async () => {
    const ctx = await chain();
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
      `UPDATE entry SET description = 'nothing happened', form = 1, hash = decode('${hash}', 'hex')
        WHERE ${HERE}`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "content", brokenAt: 11n });
  });

  test("its portal", async () => {
    const ctx = await chain();
    const other = await makeArchive(db);
    await tamper(ctx, `UPDATE entry SET portal_id = ${other.portalId} WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 10n });
    expect(await verifyChain(other)).toMatchObject({ fault: "beyond", brokenAt: 10n });
  });

  test("its number", async () => {
    const ctx = await chain();
    await tamper(ctx, `UPDATE entry SET seq = 1000 WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 10n });
  });

  test("a text that entries share", async () => {
    const ctx = await chain();
    await append(ctx, [makeEntry(30, { userAgent: "curl/8" })]);
    await tamper(
      ctx,
      "UPDATE entry_text SET value = 'x' WHERE portal_id = $1 AND value = 'curl/8'",
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "content", brokenAt: 21n });
  });

  test("the moment of an entry whose time is kept as sent", async () => {
    const ctx = await chain();
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
    const ctx = await chain();
    await tamper(ctx, `DELETE FROM entry WHERE ${HERE}`);

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 10n, checked: 9 });
  });

  test("two that changed their numbers", async () => {
    const ctx = await chain();
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
    const ctx = await chain();
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
    const ctx = await chain();
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
    const ctx = await chain();
    await tamper(ctx, "DELETE FROM entry WHERE portal_id = $1 AND seq > 15");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 16n });
  });

  test("all of them", async () => {
    const ctx = await chain();
    await tamper(ctx, "DELETE FROM entry WHERE portal_id = $1");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "missing", brokenAt: 1n, checked: 0 });
  });

  test("one in front of the first", async () => {
    const ctx = await chain();
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
