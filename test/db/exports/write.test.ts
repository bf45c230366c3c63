import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import {
  cancelExport,
  createExport,
  downloadExport,
  downloadManifest,
  getExport,
} from "../../../lib/exports/index.ts";
import { childEnv } from "../../../lib/env.ts";
import { createTestDb } from "../../support/index.ts";
import { appendMany, headers, idsIn, makeArchive, readAll, sha256, work } from "./bed.ts";

const { db, url } = await createTestDb();
const columns = ["id", "timeIso", "type", "description", "uri", "agent", "user"] as const;
const request = { format: "csv" as const, columns: [...columns] };

const key = (name: string) => `key-of-${name}`;

describe("a file prepared in the background", () => {
  test("holds every entry up to the start once, whatever is stored meanwhile", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 6_000 });

    const { id, total } = await createExport(ctx, { request, idempotencyKey: key("head") });
    await appendMany(ctx, { count: 50, first: 7_000 });
    await work(ctx, id);

    const view = await getExport(ctx, { id });
    const file = await readAll((await downloadExport(ctx, { id, headers })).body);
    const ids = idsIn(file);
    expect(view).toMatchObject({ state: "ready", written: 6_000, percent: 100 });
    expect(total).toBe(6_000);
    expect(new Set(ids).size).toBe(6_000);
    expect(ids).toHaveLength(6_000);
    expect(view.sha256).toBe(sha256(file));
    expect(view.fileBytes).toBe(file.length);
  });

  test("goes on after its worker was killed, with nothing lost and nothing twice", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 5_100, isVaried: true });
    const whole = { ...request, format: "xlsx" as const };
    const calm = await createExport(ctx, { request: whole, idempotencyKey: key("calm") });
    const torn = await createExport(ctx, { request: whole, idempotencyKey: key("torn") });
    const csv = await createExport(ctx, { request, idempotencyKey: key("torn-csv") });

    for (const { id } of [torn, csv]) {
      for (const fault of ["after-export-part:kill", undefined]) {
        const file = `${import.meta.dirname}/child.ts`;
        const args = [file, url, String(ctx.portalId), id];
        const env = childEnv({ FAULT_POINT: fault, LOG_LEVEL: "error" });
        const child = spawn(process.execPath, args, { env, stdio: "inherit" });
        const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
        expect([code, signal]).toEqual(fault === undefined ? [0, null] : [null, "SIGKILL"]);
      }
    }
    await work(ctx, calm.id);

    const parts = await db.exportChunk.count({ where: { exportId: csv.id } });
    const files = await Promise.all(
      [calm, torn, csv].map(async ({ id }) =>
        readAll((await downloadExport(ctx, { id, headers })).body),
      ),
    );
    expect(parts).toBeGreaterThan(1);
    expect(sha256(files[1] ?? Buffer.of())).toBe(sha256(files[0] ?? Buffer.of(1)));
    expect(new Set(idsIn(files[2] ?? Buffer.of())).size).toBe(5_100);
    expect(await getExport(ctx, { id: csv.id })).toMatchObject({
      written: 5_100,
      sha256: sha256(files[2] ?? Buffer.of()),
    });
  }, 90_000);

  test("is handed out from any byte on, in parts that make the whole", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 5_100, isVaried: true });
    const { id } = await createExport(ctx, { request, idempotencyKey: key("range") });
    await work(ctx, id);
    const asked = (range: string, more = {}) =>
      downloadExport(ctx, { id, headers: new Headers({ range, ...more }) });

    const file = await readAll((await downloadExport(ctx, { id, headers })).body);
    const middle = Math.floor(file.length / 2);
    const first = await readAll((await asked(`bytes=0-${middle - 1}`)).body);
    const rest = await asked(`bytes=${middle}-`);
    const last = await readAll((await asked("bytes=-10")).body);
    const other = await asked("bytes=5-", { "if-range": '"of-another-file"' });
    const beyond = await asked(`bytes=${file.length}-`);

    expect(rest.status).toBe(206);
    expect(Buffer.concat([first, await readAll(rest.body)]).equals(file)).toBe(true);
    expect(last.equals(file.subarray(-10))).toBe(true);
    expect([other.status, beyond.status]).toEqual([200, 416]);
    await other.body?.cancel();
  });

  test("is told by a manifest: query in words, range, count, sums, who and when", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 20 });
    const asked = {
      ...request,
      q: "type:USER_AUTHORIZE -user:5",
      from: "now-40d",
      tz: "Asia/Tokyo",
    };
    const { id } = await createExport(ctx, { request: asked, idempotencyKey: key("manifest") });
    await work(ctx, id);

    const text = (await readAll((await downloadManifest(ctx, { id })).body)).toString();
    const manifest = JSON.parse(text) as Record<string, unknown>;

    const head = await db.archiveHead.findUniqueOrThrow({ where: { portalId: ctx.portalId } });
    const view = await getExport(ctx, { id });
    expect(manifest).toMatchObject({
      query: { text: "type:USER_AUTHORIZE -user:5", from: "now-40d" },
      timeZone: "Asia/Tokyo",
      entries: { atStart: 20, written: 20, cutTexts: 0 },
      archive: { seq: "20", hash: Buffer.from(head.lastHash).toString("hex") },
      file: { sha256: view.sha256 },
      exportedBy: { id: 1 },
    });
    expect(JSON.stringify(manifest)).toMatch(/event: .*\(USER_AUTHORIZE\) and not user: 5/);
  });

  test("stops where it is cancelled and leaves no bytes behind", async () => {
    const ctx = await makeArchive(db);
    await appendMany(ctx, { count: 20 });
    const { id } = await createExport(ctx, { request, idempotencyKey: key("cancel") });

    const cancelled = await cancelExport(ctx, { id });
    await work(ctx, id);

    expect(cancelled.state).toBe("cancelled");
    expect(await db.exportChunk.count({ where: { exportId: id } })).toBe(0);
    await expect(downloadExport(ctx, { id, headers })).rejects.toMatchObject({ code: "conflict" });
  });
});
