import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RootDb } from "../../../lib/db/index.ts";
import { findJobView, listConnections } from "../../../lib/steps/index.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { begin, makeJobBed, send, type JobBed, type Key } from "./job-bed.ts";
import { FORMER_FAULTS } from "../../support/former-faults.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

const CONVERT = readFileSync("prisma/migrations/20261121110000_job_care/migration.sql", "utf8");

async function noteEarlier({ ctx }: JobBed, { runId }: Key, error: string): Promise<void> {
  const { portalId } = ctx;
  const data = { portalId, runId, kind: "run", number: 1, durationMs: 3, error };
  await db.jobAttempt.create({ data });
}

describe("an attempt that the former version noted", () => {
  test.each([
    ["the connection was refused", "refused", "connection_refused"],
    ["its address is not one of the public internet", "refused", "address_refused"],
    ["its name is not known", "refused", "name_unknown"],
    ["its name could not be looked up", "refused", "lookup_failed"],
    ["no connection within 5 seconds", "refused", "no_connection"],
    ["the connection was closed without an answer", "accepted", "closed"],
    ["the request failed (EPROTO)", "accepted", "failed"],
  ])("as %j makes a later 409 mean %s", async (sentence, state, error) => {
    const bed = await makeJobBed({ db, cloud });
    bed.outside.behave = () => ({ status: 409 });
    const key = await begin(bed);
    await noteEarlier(bed, key, sentence);

    await send(bed, key);

    const view = await findJobView(bed.ctx, key);
    expect(view?.state).toBe(state);
    expect(view?.attempts).toMatchObject([
      { number: 2, status: 409, error: null },
      { number: 1, status: null, error },
    ]);
  });

  test.each([...FORMER_FAULTS, ["connection_refused", "connection_refused"]])(
    "as %j is %s after the update",
    async (sentence, name) => {
      const bed = await makeJobBed({ db, cloud });
      const key = await begin(bed);
      await noteEarlier(bed, key, sentence);
      const where = { id: bed.connectionId };
      await db.jobConnection.updateMany({
        where,
        data: { lastAt: new Date(), lastError: sentence },
      });

      await db.$executeRawUnsafe(CONVERT);

      const attempt = await db.jobAttempt.findFirstOrThrow({ where: { runId: key.runId } });
      const connection = await db.jobConnection.findFirstOrThrow({ where });
      expect([attempt.error, connection.lastError]).toEqual([name, name]);
      expect((await listConnections(bed.admin)).items[0]?.last?.error).toBe(name);
    },
  );
});

test("a job whose acceptance was noted before its worker died is accepted by the 409 to its repetition", async () => {
  const bed = await makeJobBed({ db, cloud });
  const dying: RootDb = db.$extends({
    query: {
      jobAttempt: {
        updateMany: async ({ args, query }) => {
          await query(args);
          throw new Error("The process ended.");
        },
      },
    },
  }) as never;
  const key = await begin(bed);
  const dead = { ...bed, ctx: { ...bed.ctx, db: dying } };
  await expect(send(dead, key)).rejects.toThrow("The process ended.");
  expect(await findJobView(bed.ctx, key)).toMatchObject({ state: "pending" });

  await send(bed, key);

  const view = await findJobView(bed.ctx, key);
  expect(bed.outside.faults).toEqual([`repeated: job_${key.runId}`]);
  expect(view).toMatchObject({ state: "accepted" });
  expect(view?.attempts.map(({ status }) => status)).toEqual([409, 202]);
});
