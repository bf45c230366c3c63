import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { createConnection, listConnections, rotateConnection } from "../../../lib/steps/index.ts";
import { unseal, type RootDb } from "../../../lib/db/index.ts";
import { signHeaders } from "../../../lib/steps/job/connections/secret.ts";
import { startOutside } from "../../outside/outside-system.ts";
import { until } from "../../support/until.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { begin, makeJobBed, send, start, type JobBed, type Key } from "./job-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const again = { code: "unavailable", retryAfterMs: expect.any(Number) as number };
const open = async (bed: JobBed) =>
  db.jobConnection.updateMany({ where: { id: bed.connectionId }, data: { pausedUntil: null } });

describe("a connection", () => {
  test("pauses a connection that fails again and again, then lets one try", async () => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ status: 503 });
    const keys: Key[] = [];
    for (let place = 0; place < 6; place += 1) keys.push(await begin(bed));
    for (const key of keys) await expect(send(bed, key)).rejects.toMatchObject(again);
    const sent = bed.outside.received.length;
    const [shown] = (await listConnections(bed.admin)).items;

    await open(bed);
    const probe = Promise.withResolvers<undefined>();
    bed.outside.behave = () => ({ until: probe.promise });
    const first = send(bed, keys[0] as Key);
    await until(() => bed.outside.received.length > sent);
    const others = await Promise.allSettled(keys.slice(1).map(async (key) => send(bed, key)));
    probe.resolve(undefined);
    await first;

    expect(sent).toBe(5);
    expect(shown).toMatchObject({
      pausedUntil: expect.any(String) as string,
      last: { status: 503 },
    });
    expect(others.map(({ status }) => status)).toEqual(Array(5).fill("rejected"));
    for (const key of keys) await send(bed, key);
    expect((await listConnections(bed.admin)).items[0]).toMatchObject({ pausedUntil: null });
  });

  test("signs with both secrets for a day after a rotation", async () => {
    const bed = await makeJobBed({ db, cloud });
    const former = bed.outside.secret;
    const { secret, connection } = await rotateConnection(bed.admin, { id: bed.connectionId });
    await start(bed);
    bed.outside.secret = secret;
    await start(bed);
    expect(bed.outside.faults).toEqual([]);
    expect(connection.oldSecretUntil).not.toBeNull();

    const over = new Date(Date.now() - 1);
    await db.jobConnection.updateMany({
      where: { id: bed.connectionId },
      data: { oldUntil: over },
    });
    await start(bed);
    bed.outside.secret = former;
    await start(bed);

    expect(bed.outside.received.length).toBe(3);
    expect(bed.outside.faults).toEqual(["signature: No matching signature found"]);
  });

  test("signs with what the other side knows when the secret is made anew again and again", async () => {
    const bed = await makeJobBed({ db, cloud });
    // Their answers were lost: nobody has these secrets.
    const where = { id: bed.connectionId };
    for (let time = 0; time < 9; time += 1) await rotateConnection(bed.admin, where);
    await start(bed);
    expect(bed.outside.faults).toEqual([]);

    const { secret } = await rotateConnection(bed.admin, where);
    await start(bed);
    bed.outside.secret = secret;
    await start(bed);
    expect(bed.outside.faults).toEqual([]);
    expect(bed.outside.received).toHaveLength(3);

    // One more would take a secret away that the other side may have.
    const more = rotateConnection(bed.admin, where);
    await expect(more).rejects.toMatchObject({ code: "conflict" });
    await start(bed);
    expect(bed.outside.faults).toEqual([]);
  });

  test("gives each former secret its own day", async () => {
    const bed = await makeJobBed({ db, cloud });
    const where = { id: bed.connectionId };
    const { secret: second } = await rotateConnection(bed.admin, where);
    const soon = new Date(Date.now() + 60_000);
    await db.jobConnection.updateMany({ where, data: { oldUntil: soon } });
    await rotateConnection(bed.admin, where);

    const row = await db.jobConnection.findFirstOrThrow({ where });
    const signed = (at: Date) => signHeaders(row, { id: "x", at, body: "{}" })["webhook-signature"];
    const signer = (secret: string, at: Date) => new Webhook(secret).sign("x", at, "{}");
    const later = new Date(soon.getTime() + 1);

    // The latest former one stands by itself, as a process of another version reads it.
    expect(unseal(row.oldSecretSealed ?? "", "job-secret")).toBe(second);
    expect(signed(new Date())?.split(" ")).toHaveLength(3);
    expect(signed(later)?.split(" ")).toHaveLength(2);
    expect(signed(later)).toContain(signer(second, later));
    expect(signed(later)).not.toContain(signer(bed.outside.secret, later));
    expect(signed(new Date(Date.now() + 25 * 3_600_000))?.split(" ")).toHaveLength(1);
  });

  test("goes on with the secret that the other side knows, whatever ends behind a rotation", async () => {
    const bed = await makeJobBed({ db, cloud });
    const broken: RootDb = db.$extends({
      query: {
        jobConnection: {
          updateMany: async ({ args, query }) => {
            await query(args);
            throw new Error("The process ended.");
          },
        },
      },
    }) as never;

    const rotated = rotateConnection({ ...bed.admin, db: broken }, { id: bed.connectionId });
    await expect(rotated).rejects.toThrow("The process ended.");
    await start(bed);

    expect(bed.outside.faults).toEqual([]);
    expect(bed.outside.received).toHaveLength(1);
    const [row] = await db.$queryRaw<{ isWhole: boolean }[]>`
      SELECT old_secret_sealed <> secret_sealed AND old_until > now() AS "isWhole"
      FROM job_connection WHERE id = ${bed.connectionId}::uuid`;
    expect(row?.isWhole).toBe(true);
  });

  test("waits as long as the database says, whatever the clock of this process", async () => {
    const bed = await makeJobBed({ db, cloud });
    const key = await begin(bed);
    await db.$executeRaw`
      UPDATE job_connection SET failures = 5, paused_until = now() + interval '40 seconds'
      WHERE id = ${bed.connectionId}::uuid`;
    const ahead = { ...bed, ctx: { ...bed.ctx, now: () => new Date(Date.now() + 600_000) } };

    const error: unknown = await send(ahead, key).catch((caught: unknown) => caught);

    expect(error).toMatchObject(again);
    expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(10_000);
    const admin = { ...bed.admin, now: ahead.ctx.now };
    expect((await listConnections(admin)).items[0]?.pausedUntil).not.toBeNull();
  });

  test("through one connection that hangs leaves another one's agent and deliveries alone", async () => {
    const bed = await makeJobBed({ db, cloud });
    const other = await startOutside();
    const made = await createConnection(bed.admin, { name: "Other", url: other.url });
    other.secret = made.secret;
    const held = Promise.withResolvers<undefined>();
    bed.outside.behave = () => ({ until: held.promise });
    const keys: Key[] = [];
    // More than an agent has connections.
    for (let place = 0; place < 20; place += 1) keys.push(await begin(bed));
    const hanging = Promise.allSettled(keys.map(async (one) => send(bed, one)));
    await until(() => bed.outside.received.length >= 16);

    const key = await begin(bed, { connection: "Other" });
    await send(bed, key);

    expect(other.received).toHaveLength(1);
    expect(bed.outside.received.every(({ status }) => status === null)).toBe(true);
    held.resolve(undefined);
    await hanging;
    await other.stop();
  });
});
