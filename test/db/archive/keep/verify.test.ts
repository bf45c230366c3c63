import { describe, expect, test } from "vitest";
import { readHead } from "../../../../lib/archive/keep/chain-ends.ts";
import { verifyChain, type Progress } from "../../../../lib/archive/keep/verify.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry } from "./bed.ts";
import { makeChain, tamper } from "./tamper.ts";

const { db } = await createTestDb();
const chain = async (count?: number) => makeChain(db, count);

describe("the chain of a portal", () => {
  test("holds after appends of all kinds, and tells how it ends", async () => {
    const ctx = await chain(50);
    await append(ctx, [
      makeEntry(90, { timestampX: "not a time", remoteAddr: "unknown", userAgent: null }),
      makeEntry(91, { timestampX: "2026-11-20T12:00:00.5+02:00", siteId: null, userId: null }),
      makeEntry(92, { description: null, guestId: null, requestUri: "", moduleId: "" }),
      makeEntry(93, { description: '\u{1f600} \u2028 \\ " <br> \u0410\u0411', itemId: "" }),
      makeEntry(94, { remoteAddr: "::ffff:10.0.0.1", description: "a\u0000b\ud800c" }),
      makeEntry(96, { remoteAddr: "::10.0.0.1" }),
      makeEntry(97, { remoteAddr: "2001:DB8:0:0::1" }),
      makeEntry(81, { remoteAddr: "::a00:1" }),
      makeEntry(82, { remoteAddr: "::5" }),
      makeEntry(83, { remoteAddr: "::ffff:a00:1" }),
      makeEntry(98, { remoteAddr: "" }),
      makeEntry(95, { timestampX: "2199-01-01T00:00:00+00:00", remoteAddr: "10.0.0.0/8" }),
    ]);
    const progress: Progress[] = [];

    const verdict = await verifyChain(ctx, { onProgress: (step) => progress.push(step) });

    const head = await readHead(ctx);
    expect(verdict).toEqual({ ok: true, checked: 62, removed: 0, ...head, noted: null });
    expect(progress).toEqual([{ seq: 62n, upTo: 62n, checked: 62, removed: 0 }]);
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
    const ctx = await chain();

    await expect(verifyChain(ctx, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});

describe("the record of the archive's end", () => {
  test("is named when its hash was changed", async () => {
    const ctx = await chain();
    await tamper(ctx, "UPDATE archive_head SET last_hash = sha256('') WHERE portal_id = $1");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "end", brokenAt: 20n });
  });

  test("is named when it was set back", async () => {
    const ctx = await chain();
    await tamper(
      ctx,
      `UPDATE archive_head SET last_seq = 15, last_hash = (SELECT hash FROM entry
        WHERE portal_id = $1 AND seq = 15) WHERE portal_id = $1`,
    );

    expect(await verifyChain(ctx)).toMatchObject({ fault: "beyond", brokenAt: 16n });
  });

  test("is named when it is gone", async () => {
    const ctx = await chain();
    await tamper(ctx, "DELETE FROM archive_head WHERE portal_id = $1");

    expect(await verifyChain(ctx)).toMatchObject({ fault: "beyond", brokenAt: 1n });
  });
});
