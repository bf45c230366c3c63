import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { chainHash } from "../../../../lib/archive/store/chain.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { childEnv } from "../../../../lib/env.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../../support/index.ts";
import { makeEntries, readRecords, readViews, store, toInput } from "./bed.ts";

const { db, url } = await createTestDb();

async function arrange() {
  const { portal } = await makePortal(db);
  return testPortalCtx(db, { portalId: portal.id });
}

interface ChildInput {
  first: number;
  pages: number;
  size: number;
  fault?: string;
}

async function runChild(ctx: PortalCtx, input: ChildInput): Promise<string | number | null> {
  const numbers = [input.first, input.pages, input.size].map(String);
  const args = [`${import.meta.dirname}/append-child.ts`, url, String(ctx.portalId), ...numbers];
  const fault = input.fault === undefined ? {} : { FAULT_POINT: input.fault };
  const env = childEnv({ LOG_LEVEL: "error", ...fault });
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit"] });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  return signal ?? code;
}

async function expectChain(ctx: PortalCtx): Promise<void> {
  const [views, records] = [await readViews(ctx), await readRecords(ctx)];
  let previous: Uint8Array = new Uint8Array(32);
  for (const [index, view] of views.entries()) {
    expect(view.id).toBe(String(index + 1));
    const place = { seq: BigInt(view.id), source: 0, epoch: 0 } as const;
    previous = chainHash(previous, { ...place, entry: toInput(view) });
    expect(Buffer.from(records[index]?.hash ?? []).equals(previous)).toBe(true);
  }
  const head = await db.archiveHead.findUnique({ where: { portalId: ctx.portalId } });
  expect(head?.lastSeq ?? 0n).toBe(BigInt(views.length));
  if (head !== null) expect(Buffer.from(head.lastHash).equals(previous)).toBe(true);
}

describe("processes that store entries of one portal at once", () => {
  test("take turns: no number is missing, none comes twice, the chain holds", async () => {
    const ctx = await arrange();
    const children = [1, 2].map((place) =>
      runChild(ctx, { first: place * 10_000, pages: 15, size: 20 }),
    );
    for (let page = 0; page < 15; page += 1) {
      await store(ctx, makeEntries(90_000 + page * 20, 20, { userAgent: `Own ${page}` }));
    }
    expect(await Promise.all(children)).toEqual([0, 0]);

    await expectChain(ctx);
    const views = await readViews(ctx);
    expect(views).toHaveLength(3 * 300 + 15);
    expect(new Set(views.map(({ nativeId }) => nativeId)).size).toBe(views.length);
    const texts = await db.entryText.findMany({ where: { portalId: ctx.portalId } });
    const ids = texts.map(({ id }) => id).sort((left, right) => left - right);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
  });
});

const CRASHES = [
  ["partitions", 0],
  ["locked", 0],
  ["texts", 0],
  ["rows", 0],
  ["head", 0],
  ["also", 0],
  ["committed", 11],
] as const;

describe("a process that dies while it stores entries", () => {
  test.each(CRASHES)("at %s leaves all of a page or nothing", async (point, stored) => {
    const ctx = await arrange();
    const fault = `archive-append-${point}:kill`;

    expect(await runChild(ctx, { first: 1, pages: 1, size: 10, fault })).toBe("SIGKILL");

    expect(await readViews(ctx)).toHaveLength(stored);
    await expectChain(ctx);
    expect(await runChild(ctx, { first: 1, pages: 2, size: 10 })).toBe(0);
    expect(await readViews(ctx)).toHaveLength(22);
    await expectChain(ctx);
  });
});
