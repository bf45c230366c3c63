import { expect, test } from "vitest";
import { AppError } from "../../../lib/errors.ts";
import {
  appendLine,
  cancelRun,
  closePortalRuns,
  executeJob,
  executeRun,
  settleOverdue,
  settleRun,
  type StepWork,
} from "../../../lib/runs/index.ts";
import { compose } from "../../../lib/runs/compose.ts";
import { listHeads } from "../../../lib/runs/heads.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { makeCtx, makeRun, readRun } from "./bed.ts";

const { db } = await createTestDb();
const base = testCtx(db);

/** An open run of a portal of this language. */
async function begin(language: string | null) {
  const ctx = await makeCtx(db);
  await db.portal.update({ where: { id: ctx.portalId }, data: { language } });
  const key = await makeRun(ctx);
  const said = async () => (await readRun(ctx, key.runId)).outcomeMessage;
  return { ctx, key, said };
}

async function execute(key: RunKey, work: StepWork | undefined): Promise<void> {
  const { signal } = new AbortController();
  await executeRun(base, { ...key, findWork: () => work, signal });
}

const fails = (error: Error): StepWork => {
  return async () => Promise.reject(error);
};

test("a run that cannot be worked says why in its portal's language", async () => {
  const [ru, de, other] = [await begin("ru"), await begin("de"), await begin("fr")];
  for (const { key } of [ru, de, other]) await execute(key, undefined);

  expect(await ru.said()).toBe("В этой версии приложения такого шага нет.");
  expect(await de.said()).toBe("Diese Version der App hat den Schritt nicht.");
  expect(await other.said()).toBe("This version of the app does not have the step.");
});

test("a run whose worker died too often says so in its portal's language", async () => {
  const { ctx, key, said } = await begin("ru");
  await db.run.updateMany({ where: { portalId: ctx.portalId }, data: { crashes: 3 } });

  await execute(key, fails(new Error("not reached")));

  expect(await said()).toBe(
    "Из-за шага сервер прервал работу, число попыток: 3. Больше их не будет.",
  );
});

test("an attempt that failed, and the end of the tries, are told in the portal's language", async () => {
  const { ctx, key, said } = await begin("ru");
  const error = new AppError("portal_unavailable", "The portal answered 502.");
  await expect(execute(key, fails(error))).rejects.toBe(error);
  const notes = await db.runEvent.findMany({ where: { runId: key.runId, kind: "error" } });
  expect(notes.map(({ message }) => message)).toEqual(["Портал сейчас не отвечает."]);

  const { runId, calledAt } = key;
  const payload = { portalId: ctx.portalId.toString(), runId, calledAt: calledAt.toISOString() };
  await executeJob({ findWork: () => undefined }).onGiveUp(base, payload, error);

  expect(await said()).toBe("Портал сейчас не отвечает.");
});

test("what a step may not repeat ends it in the portal's language", async () => {
  const { key, said } = await begin("de");

  await execute(key, fails(new AppError("forbidden", "No right.")));

  expect(await said()).toBe("Dafür fehlen die Rechte.");
});

test("runs that are over in time are told each in its portal's language", async () => {
  const runs = [await begin("ru"), await begin("de"), await begin(null), await begin("fr")];
  for (const { key } of runs) {
    const deadlineAt = new Date(Date.now() - 1_000);
    await db.run.updateMany({ where: { id: key.runId }, data: { deadlineAt } });
  }

  expect(await settleOverdue(base)).toBe(4);

  expect(await Promise.all(runs.map(async ({ said }) => said()))).toEqual([
    "Время, отведённое шагу, истекло.",
    "Das Zeitlimit des Schritts wurde erreicht.",
    "The time limit of the step was reached.",
    "The time limit of the step was reached.",
  ]);
});

test("an administrator's end and the removal of the app are told in the portal's language", async () => {
  const [cancelled, removed] = [await begin("de"), await begin("ru")];
  const actor = { kind: "user", userId: 1, isAdmin: true } as const;
  await cancelRun({ ...cancelled.ctx, actor }, cancelled.key);
  await closePortalRuns(removed.ctx, { cause: "uninstalled" });

  expect(await cancelled.said()).toBe("Die Ausführung wurde von einem Administrator abgebrochen.");
  expect(await removed.said()).toBe("Приложение удалено с портала.");
});

test("the process's log says in the portal's language that lines are missing", async () => {
  const { ctx, key } = await begin("ru");
  await appendLine(ctx, { ...key, message: "first" });
  await db.$executeRaw`UPDATE outbox SET body = body || '{"omitted": 12}' WHERE run_id = ${key.runId}::uuid`;
  await settleRun(ctx, { ...key, outcome: "success", message: "Готово.", by: "work" });

  const texts = compose(await listHeads(ctx, { limit: 10 }), 10).map(({ text }) => text);

  expect(texts).toEqual(["… пропущено строк: 12\nfirst", "Готово."]);
});
