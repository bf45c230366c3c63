import { describe, expect, test } from "vitest";
import { cancelRun } from "../../../lib/runs/index.ts";
import { getOutsideView } from "../../../lib/steps/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { makeJobBed, read, start, tell } from "./job-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const bed = await makeJobBed({ db, cloud });

async function begin(properties = {}) {
  const { key, secret } = await start(bed, properties);
  const at = { runId: key.runId, secret };
  return {
    ...at,
    complete: async (body: unknown, idempotency?: string) =>
      tell(bed, { ...at, route: "complete" }, { body, ...(idempotency && { key: idempotency }) }),
    fail: async (body: unknown) => tell(bed, { ...at, route: "fail" }, { body }),
    progress: async (body: unknown, idempotency?: string) =>
      tell(bed, { ...at, route: "progress" }, { body, ...(idempotency && { key: idempotency }) }),
    beat: async (body: unknown = {}) => tell(bed, { ...at, route: "heartbeat" }, { body }),
  };
}

const eventually = async (calls: Promise<{ status: number; isReplayed: boolean }>[]) =>
  (await Promise.allSettled(calls)).map((call) =>
    call.status === "fulfilled"
      ? `${call.value.status}${call.value.isReplayed ? " replayed" : ""}`
      : (call.reason as { code: string }).code,
  );

const count = (list: string[], name: string): number => list.filter((one) => one === name).length;

describe("reports of an outside system", () => {
  test("of two different ends at the same moment the first wins, the other learns of it", async () => {
    const job = await begin();

    const answers = await eventually([
      ...Array.from({ length: 5 }, async () => job.complete({ result: "a" })),
      ...Array.from({ length: 5 }, async () => job.fail({ message: "b" })),
    ]);

    expect(count(answers, "200")).toBe(1);
    expect(count(answers, "200 replayed")).toBe(4);
    expect(count(answers, "run_settled")).toBe(5);
  });

  test("the same end again is answered as the first time, also after a long while", async () => {
    const job = await begin();
    const first = await job.complete({ result: "a", result_json: { b: 1 } });
    const again = await job.complete({ result: "a", result_json: { b: 1 } });

    expect(again).toEqual({ ...first, isReplayed: true });
    await expect(job.complete({ result: "other" })).rejects.toMatchObject({
      code: "run_settled",
      members: { outcome: "success", settledBy: "outside", settledAt: first.body.settledAt },
    });
  });

  test("that come after the time limit are refused with the timeout, also before our own look", async () => {
    const job = await begin();
    const past = new Date(Date.now() - 100);
    await db.run.updateMany({ where: { id: job.runId }, data: { deadlineAt: past } });

    await expect(job.complete({ result: "late" })).rejects.toMatchObject({
      code: "run_settled",
      members: { outcome: "timeout", settledBy: "deadline" },
    });
    await expect(job.progress({ message: "late" })).rejects.toMatchObject({ code: "run_settled" });
    expect((await job.beat()).body).toMatchObject({ state: "settled", cancelRequested: true });
    expect((await read(bed, job)).values).toMatchObject({ status: "timeout" });
  });

  test("that come after a cancellation are refused and do not name the person", async () => {
    const job = await begin();
    await cancelRun(bed.admin, { runId: job.runId });

    await expect(job.fail({ message: "no" })).rejects.toMatchObject({
      code: "run_settled",
      members: { outcome: "cancelled", settledBy: "user" },
    });
  });

  test("with a key are done once; the key with another body is refused", async () => {
    const job = await begin();
    const answers = await eventually(
      Array.from({ length: 8 }, async () => job.progress({ message: "One line" }, "k1")),
    );

    expect([count(answers, "202"), count(answers, "202 replayed")]).toEqual([1, 7]);
    await expect(job.progress({ message: "Another" }, "k1")).rejects.toMatchObject({
      code: "idempotency_key_reused",
    });
    expect((await job.progress({ message: "Another" }, "k2")).isReplayed).toBe(false);
    expect((await read(bed, job)).lines).toEqual([
      "Handing the job to Billing",
      "One line",
      "Another",
    ]);
  });

  test("with a key are answered alike after the run is over", async () => {
    const job = await begin();
    const line = await job.progress({ message: "Line" }, "k1");
    const end = await job.complete({ result: "x" }, "k2");

    expect(await job.progress({ message: "Line" }, "k1")).toEqual({ ...line, isReplayed: true });
    expect(await job.complete({ result: "x" }, "k2")).toEqual({ ...end, isReplayed: true });
  });

  test("of a failure reach the process as its error", async () => {
    const job = await begin();
    await job.fail({ code: "E42", message: "No such invoice", details: { id: 5 } });

    expect((await read(bed, job)).values).toMatchObject({
      status: "error",
      message: "E42: No such invoice",
      result_json: '{"id":5}',
    });
  });

  test.each([
    ["progress", "/message", { message: "" }],
    ["progress", "/message", { message: "a".repeat(1_001) }],
    ["progress", "/percent", { message: "a", percent: 101 }],
    ["progress", "/message", { message: "a\0b" }],
    ["complete", "/result", { result: 5 }],
    ["complete", "/result", { result: "\ud800" }],
    ["complete", "/result", { result: "a".repeat(20_001) }],
    ["complete", "/result_json", { result_json: { a: "\0" } }],
    ["complete", "", { outcome: "success" }],
    ["complete", "", []],
    ["fail", "/message", {}],
    ["fail", "/code", { message: "a", code: "a b" }],
    ["heartbeat", "", { more: 1 }],
  ] as const)(
    "to %s that are wrong at '%s' are refused and say so (%#)",
    async (route, at, body) => {
      const job = await begin();

      await expect(
        tell(bed, { runId: job.runId, secret: job.secret, route }, { body }),
      ).rejects.toMatchObject({ code: "invalid_output", details: [{ at }] });
      expect((await read(bed, job)).run.state).toBe("running");
    },
  );

  test.each([["{"], ["nothing"], [`${"[".repeat(500)}${"]".repeat(500)}`]])(
    "that are no readable JSON are refused: %s",
    async (body) => {
      const job = await begin();

      await expect(job.complete(body)).rejects.toMatchObject({ code: "invalid_input" });
    },
  );

  test("of a stranger, a neighbour and an unknown run are refused alike", async () => {
    const [one, two] = [await begin(), await begin()];
    const wrong = [
      { ...one, secret: two.secret },
      { ...one, secret: "lbrun_wrong" },
      { ...one, runId: "01890000-0000-7000-8000-000000000000" },
      { ...one, runId: "' OR 1=1" },
    ];

    for (const { runId, secret } of wrong) {
      await expect(tell(bed, { runId, secret, route: "heartbeat" })).rejects.toMatchObject({
        code: "run_not_found",
        message: "There is no such run for this secret.",
      });
    }
  });

  test("end with the secret, a week after the run", async () => {
    const job = await begin();
    await job.complete({});
    const where = { id: job.runId };
    await db.run.updateMany({
      where,
      data: { settledAt: new Date(Date.now() - 6.9 * 86_400_000) },
    });
    expect((await getOutsideView(testCtx(db), job)).outcome).toBe("success");

    await db.run.updateMany({
      where,
      data: { settledAt: new Date(Date.now() - 7.1 * 86_400_000) },
    });
    await expect(getOutsideView(testCtx(db), job)).rejects.toMatchObject({ code: "run_not_found" });
  });

  test("come at their pace: fifty at once, and then ten a second", async () => {
    const job = await begin();
    const answers = await eventually(Array.from({ length: 70 }, async () => job.beat()));

    expect(count(answers, "200")).toBeGreaterThanOrEqual(50);
    expect(count(answers, "too_many_requests")).toBeGreaterThan(0);
  });

  test("show the other side its run, and nothing of the portal's people", async () => {
    const job = await begin({ heartbeat_limit: "3" });
    await job.progress({ message: "Half", percent: 50 });

    expect(await getOutsideView(testCtx(db), job)).toEqual({
      ...{ id: job.runId, state: "open", outcome: null, message: null, percent: 50, lastSeq: 2 },
      ...{ wait: true, cancelRequested: false, retryAfter: 60, settledAt: null, settledBy: null },
      ...{ delivery: "none", deadlineAt: expect.any(String) as string },
      receivedAt: expect.any(String) as string,
      heartbeatAt: expect.any(String) as string,
    });
  });
});
