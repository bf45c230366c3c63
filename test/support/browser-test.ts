import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, expect } from "vitest";
import type { RootDb } from "../../lib/db/index.ts";
import { startBed, type BedOptions, type BrowserBed } from "./browser-bed.ts";
import type { Visitor, VisitorOptions } from "./browser-visitor.ts";
import { createTestDb } from "./create-test-db.ts";

const PICTURES = join(import.meta.dirname, "../screens/failed");

/**
 * A bed for one test file; await it at the file's top level. After each test the windows are closed, and
 * a fault that nobody expected in any of them fails the test.
 */
export async function browserBed(
  options: Omit<BedOptions, "databaseUrl"> = {},
): Promise<BrowserBed & { db: RootDb }> {
  const { db, url } = await createTestDb();
  const bed = await startBed({ ...options, databaseUrl: url });
  const visitors: Visitor[] = [];
  afterAll(() => bed.stop());
  afterEach(async ({ task }) => {
    const open = visitors.splice(0);
    const isFailed = task.result?.state === "fail";
    if (isFailed)
      for (const [index, { page }] of open.entries()) await keep(page, task.name, index);
    const faults = open.flatMap((visitor) => visitor.faults);
    for (const visitor of open) await visitor.close();
    if (!isFailed) expect(faults).toEqual([]);
  });
  const visitor = async (given: Partial<VisitorOptions> = {}): Promise<Visitor> => {
    const opened = await bed.visitor(given);
    visitors.push(opened);
    return opened;
  };
  return { ...bed, visitor, db };
}

async function keep(page: Visitor["page"], name: string, index: number): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const file = `${name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}-${index}.png`;
  await page.screenshot({ path: join(PICTURES, file) });
}
