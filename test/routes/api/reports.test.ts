import { describe, expect, test } from "vitest";
import { POST as complete } from "../../../app/api/v1/runs/[id]/complete/route.ts";
import { POST as fail } from "../../../app/api/v1/runs/[id]/fail/route.ts";
import { POST as heartbeat } from "../../../app/api/v1/runs/[id]/heartbeat/route.ts";
import { POST as progress } from "../../../app/api/v1/runs/[id]/progress/route.ts";
import { GET as getRun } from "../../../app/api/v1/runs/[id]/route.ts";
import { openFrame } from "../../support/frame-session.ts";
import { createTestDb } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { makeJobBed, start } from "../../db/steps/job-bed.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const bed = await makeJobBed({ db, cloud });
await bed.portal.finishInstall();

const DOORS = { complete, fail, heartbeat, progress };
type Name = keyof typeof DOORS;

interface Sent {
  secret?: string | null;
  body?: string;
  headers?: Record<string, string>;
}

async function send(name: Name | "get", runId: string, { secret, body, headers }: Sent = {}) {
  const door = name === "get" ? getRun : DOORS[name];
  const request = new Request(`http://127.0.0.1:3000/api/v1/runs/${runId}/${name}`, {
    method: name === "get" ? "GET" : "POST",
    headers: {
      ...(secret !== null && secret !== undefined && { authorization: `Bearer ${secret}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const answer = await door(request, { params: Promise.resolve({ id: runId }) });
  const json = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, body: json, headers: answer.headers };
}

async function begin() {
  const { key, secret } = await start(bed);
  return { runId: key.runId, secret };
}

describe("the doors of an outside job", () => {
  test("take its reports and answer as the contract says", async () => {
    const { runId, secret } = await begin();

    const line = await send("progress", runId, { secret, body: '{"message":"Half","percent":50}' });
    const beat = await send("heartbeat", runId, { secret });
    const seen = await send("get", runId, { secret });
    const done = await send("complete", runId, { secret, body: '{"result":"paid"}' });
    const again = await send("complete", runId, { secret, body: '{ "result": "paid" }' });
    const late = await send("fail", runId, { secret, body: '{"message":"no"}' });

    expect([line.status, line.body]).toEqual([202, { seq: 2 }]);
    expect(beat).toMatchObject({ status: 200, body: { state: "open", cancelRequested: false } });
    expect(seen).toMatchObject({ status: 200, body: { id: runId, percent: 50 } });
    expect(done).toMatchObject({ status: 200, body: { outcome: "success" } });
    expect(again).toMatchObject({ status: 200, body: done.body });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(late).toMatchObject({
      status: 409,
      body: {
        type: "urn:logbook:run-settled",
        ...{ outcome: "success", settledBy: "outside", settledAt: done.body["settledAt"] },
      },
    });
  });

  test("show an administrator the run with its job, and a neighbour's session nothing", async () => {
    const { runId, secret } = await begin();
    const frame = await openFrame(bed.portal);
    const stranger = await makeJobBed({ db, cloud });
    await stranger.portal.finishInstall();
    const neighbour = await openFrame(stranger.portal);

    const own = await frame.call(getRun, { path: "/x", params: { id: runId } });
    const foreign = await neighbour.call(getRun, { path: "/x", params: { id: runId } });
    const text = await own.text();

    expect(JSON.parse(text)).toMatchObject({
      run: { id: runId },
      job: {
        connection: "Billing",
        state: "accepted",
        attemptCount: 1,
        attempts: [{ status: 202 }],
      },
    });
    expect(text).not.toContain(secret);
    expect(foreign.status).toBe(404);
  });

  test.each(Object.keys(DOORS) as Name[])("%s is opened by the run's secret only", async (name) => {
    const [one, two] = [await begin(), await begin()];
    const frame = await openFrame(bed.portal);
    const body = '{"message":"x"}';
    const session = { "x-logbook-session": frame.view.sessionToken };

    const portal = { "x-logbook-portal": frame.view.portal.key };
    const answers = [
      await send(name, one.runId, { secret: null, body }),
      await send(name, one.runId, { secret: null, body, headers: { ...session, ...portal } }),
      await send(name, one.runId, { secret: two.secret, body }),
      await send(name, one.runId, { secret: `${one.secret}x`, body }),
      await send(name, "no-such-run", { secret: one.secret, body }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 404, 404, 404]);
    expect(answers.at(2)?.body).toMatchObject({ type: "urn:logbook:run-not-found" });
  });

  test("refuse bodies that no report has, and say where they are wrong", async () => {
    const { runId, secret } = await begin();
    const big = JSON.stringify({ result: "x".repeat(300_000) });

    const wrong = await send("complete", runId, { secret, body: '{"result":{}}' });
    const broken = await send("complete", runId, { secret, body: "{" });
    const large = await send("complete", runId, { secret, body: big });
    const form = await send("complete", runId, {
      ...{ secret, body: "result=x" },
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    const key = await send("complete", runId, {
      ...{ secret, body: "{}" },
      headers: { "idempotency-key": "a b" },
    });

    expect(wrong).toMatchObject({
      status: 422,
      body: { type: "urn:logbook:invalid-output", errors: [{ at: "/result" }] },
    });
    expect([broken, large, form, key].map(({ status }) => status)).toEqual([400, 413, 415, 400]);
    expect(await send("get", runId, { secret })).toMatchObject({ body: { state: "open" } });
  });

  test("refuse a key that was used for another report", async () => {
    const { runId, secret } = await begin();
    const headers = { "idempotency-key": "k-1" };
    const body = '{"message":"one"}';
    const first = await send("progress", runId, { secret, headers, body });
    const same = await send("progress", runId, { secret, headers, body });
    const other = await send("progress", runId, { secret, headers, body: '{"message":"two"}' });

    expect([first.status, same.status, other.status]).toEqual([202, 202, 422]);
    expect(same.headers.get("idempotency-replayed")).toBe("true");
    expect(other.body).toMatchObject({ type: "urn:logbook:idempotency-key-reused" });
  });
});
