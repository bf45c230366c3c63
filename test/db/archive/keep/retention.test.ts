import { describe, expect, test } from "vitest";
import { indexPortal } from "../../../../lib/archive/blocks/index-portal.ts";
import { previewRetention } from "../../../../lib/archive/keep/preview-retention.ts";
import { getRetention, saveRetention } from "../../../../lib/archive/keep/retention.ts";
import type { RetentionRules } from "../../../../lib/archive/keep/schemas.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, makeArchive, makeEntry } from "./bed.ts";

const { db } = await createTestDb();
const signal = new AbortController().signal;
const at = (month: string) => `${month}-10T10:00:00+00:00`;

/** 150 entries of each month, a third of them debug ones, the older months counted already. */
async function fill(ctx: PortalCtx, months: string[]): Promise<void> {
  for (const [index, month] of months.entries()) {
    const rows = Array.from({ length: 150 }, (_, n) =>
      makeEntry(index * 1_000 + n, {
        timestampX: at(month),
        ...(n % 3 === 0 ? { severity: "DEBUG", auditTypeId: "FILE_EDIT" } : {}),
      }),
    );
    await append(ctx, rows);
    if (index === 1) await indexPortal(ctx, { signal });
  }
}

const MONTHS = ["2026-06", "2026-09", "2026-10", "2026-11"];
const debugFor = (months: 0 | 1 | 3 | 36): RetentionRules => ({
  months: 36,
  rules: [{ severities: ["DEBUG"], types: ["FILE_*"], months }],
});

describe("a preview of rules", () => {
  test("counts exactly what would go at once, by class, severity and type", async () => {
    const ctx = await makeArchive(db);
    await fill(ctx, MONTHS);

    const preview = await previewRetention(ctx, debugFor(1));

    const index = await db.archiveIndex.findUnique({ where: { portalId: ctx.portalId } });
    expect(Number(index?.indexedSeq)).toBeGreaterThan(100);
    expect(Number(index?.indexedSeq)).toBeLessThan(300);
    expect(preview).toEqual({
      removed: 100,
      kept: 500,
      oldestKept: "2026-06-10",
      classes: [
        { months: 1, keptFrom: "2026-10-01", removed: 100, kept: 100, oldestKept: "2026-10-10" },
        { months: 36, keptFrom: "2023-11-01", removed: 0, kept: 400, oldestKept: "2026-06-10" },
      ],
      severities: [{ severity: "DEBUG", removed: 100 }],
      types: [{ auditTypeId: "FILE_EDIT", removed: 100 }],
    });
  });

  test("of longer or endless rules removes nothing", async () => {
    const ctx = await makeArchive(db);
    await fill(ctx, MONTHS);

    expect(await previewRetention(ctx, { months: 0 })).toMatchObject({
      removed: 0,
      kept: 600,
      classes: [{ months: 0, keptFrom: null, removed: 0 }],
    });
  });

  test("of an empty archive is empty", async () => {
    const ctx = await makeArchive(db);

    const preview = await previewRetention(ctx, { months: 1, rules: [] });

    expect(preview).toMatchObject({ removed: 0, kept: 0, oldestKept: null, classes: [] });
  });

  test("leaves out what goes by the present rules anyway", async () => {
    const ctx = await makeArchive(db, { now: new Date("2029-08-01T00:00:00Z") });
    await fill(ctx, MONTHS);

    // The June of three years ago is over for the class of 36 months.
    expect(await previewRetention(ctx, { months: 36 })).toMatchObject({ removed: 0, kept: 450 });
    expect(await previewRetention(ctx, { months: 1 })).toMatchObject({ removed: 450, kept: 0 });
  });

  test("does not see another portal", async () => {
    const other = await makeArchive(db);
    await fill(other, MONTHS);
    const ctx = await makeArchive(db);

    expect(await previewRetention(ctx, { months: 1 })).toMatchObject({ removed: 0, kept: 0 });
  });

  test.each<[object, string]>([
    [{ months: 2 }, "months: must be one of 0, 1, 3, 6, 12, 24, 36, 60, 120 (0: for ever)"],
    [{}, "months: must be one of 0, 1, 3, 6, 12, 24, 36, 60, 120 (0: for ever)"],
    [{ months: 1, rules: [{ months: 3 }] }, "rules.0: must name severities or types"],
    [{ months: 1, rules: [{ types: [], months: 3 }] }, "rules.0.types: must name at least one"],
    [{ months: 1, rules: [{ types: [" "], months: 3 }] }, "rules.0.types.0: must not be empty"],
    [
      { months: 1, rules: [{ types: ["*******"], months: 3 }] },
      "rules.0.types.0: may hold at most",
    ],
    [{ months: 1, rules: [{ types: ["A"], months: 7 }] }, "rules.0.months: must be one of"],
    [
      { months: 1, rules: Array.from({ length: 51 }, () => ({ types: ["A"], months: 3 })) },
      "rules: must be at most 50",
    ],
    [{ months: 1, more: 1 }, 'Unrecognized key: "more"'],
  ])("refuses wrong rules with the place of the fault: %#", async (rules, message) => {
    const ctx = await makeArchive(db);

    await expect(previewRetention(ctx, rules as RetentionRules)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(message) as string,
    });
  });
});

describe("saving rules", () => {
  test("keeps them with who and when, and has the entries sorted", async () => {
    const ctx = await makeArchive(db);

    const saved = await saveRetention(ctx, { rules: debugFor(3) });

    expect(saved).toEqual({
      rules: debugFor(3),
      changedBy: 1,
      changedAt: ctx.now().toISOString(),
      isResorting: true,
    });
    expect(await getRetention(ctx)).toEqual(saved);
    const jobs = await db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pgboss.job WHERE name = 'archive.keep' AND state = 'created'`;
    expect(jobs[0]?.count).toBe(1n);
  });

  test("needs the number of entries that go, and names the present one otherwise", async () => {
    const ctx = await makeArchive(db);
    await fill(ctx, MONTHS);
    const rules = debugFor(1);
    const wrong = {
      code: "conflict",
      message: "These rules remove 100 entries at once: confirm that number.",
      details: [{ at: "/confirmedCount", message: "100" }],
    };

    await expect(saveRetention(ctx, { rules })).rejects.toMatchObject(wrong);
    await expect(saveRetention(ctx, { rules, confirmedCount: 99 })).rejects.toMatchObject(wrong);
    expect((await getRetention(ctx)).rules.rules).toEqual([]);
    await saveRetention(ctx, { rules, confirmedCount: 100 });

    expect((await getRetention(ctx)).rules).toEqual(rules);
    // Confirmed once: the same rules remove nothing more.
    await expect(saveRetention(ctx, { rules })).resolves.toMatchObject({ rules });
  });

  test("is for administrators only", async () => {
    const ctx = await makeArchive(db);
    const actors = [
      { kind: "user", userId: 2, isAdmin: false },
      { kind: "portal" },
      { kind: "system" },
    ] as const;

    for (const actor of actors) {
      await expect(saveRetention({ ...ctx, actor }, { rules: debugFor(3) })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    expect(await getRetention(ctx)).toMatchObject({ rules: { months: 36 }, changedBy: null });
  });

  test("does not write over rules that somebody else saved in between", async () => {
    const ctx = await makeArchive(db);
    let isFirst = true;
    const racing: PortalCtx = {
      ...ctx,
      now: () => ctx.now(),
      db: new Proxy(db, {
        get: (target, name) => {
          if (name !== "$transaction") return Reflect.get(target, name) as unknown;
          return async (...input: [never]) => {
            if (isFirst) {
              isFirst = false;
              await saveRetention(ctx, { rules: debugFor(3) });
            }
            return db.$transaction(...input);
          };
        },
      }),
    };

    await expect(saveRetention(racing, { rules: { months: 0 } })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await getRetention(ctx)).rules).toEqual(debugFor(3));
  });
});
