import { expect, test } from "vitest";
import { settleOverdue } from "../../../lib/runs/settle-overdue.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { begin, makeJobBed, send, type JobBed, type Key } from "./job-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function makeRussianBed(): Promise<JobBed> {
  const bed = await makeJobBed({ db, cloud });
  bed.portal.settings.lang = "ru";
  return bed;
}

const messageOf = async ({ runId }: Key) =>
  (await db.run.findFirstOrThrow({ where: { id: runId } })).outcomeMessage;

test("a job whose address is refused says so in the portal's language", async () => {
  const bed = await makeRussianBed();
  const key = await begin(bed);
  await db.jobConnection.updateMany({
    where: { id: bed.connectionId },
    data: { url: "https://10.0.0.1/" },
  });
  await send(bed, key);

  expect(await messageOf(key)).toBe(
    "Внешней системе (Billing) ничего не отправлено: адрес не из общедоступного интернета.",
  );
});

test("a job whose time or silence is over says so in the portal's language, another portal's in its own", async () => {
  const russian = await makeRussianBed();
  const english = await makeJobBed({ db, cloud });
  const keys = [await begin(russian), await begin(english), await begin(russian)];
  const [late, other, silent] = keys as [Key, Key, Key];
  const past = new Date(Date.now() - 1_000);
  for (const { runId } of [late, other]) {
    await db.run.updateMany({ where: { id: runId }, data: { deadlineAt: past } });
  }
  await db.run.updateMany({
    where: { id: silent.runId },
    data: { heartbeatSeconds: 1, heartbeatAt: new Date(Date.now() - 60_000) },
  });

  await settleOverdue(russian.ctx);

  expect(await messageOf(late)).toBe("Время, отведённое шагу, истекло.");
  expect(await messageOf(silent)).toBe("Внешняя система слишком долго не сообщала о себе.");
  expect(await messageOf(other)).toBe("The time limit of the step was reached.");
});
