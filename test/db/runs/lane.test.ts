import { afterEach, beforeEach, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { openListener } from "../../../lib/queue/index.ts";
import { appendLine, runLanes, type SendBatch } from "../../../lib/runs/index.ts";
import { createTestDb, testCtx, until } from "../../support/index.ts";
import { fakePortal, lost, makeCtx, makeRun } from "./bed.ts";

const { db, url } = await createTestDb({ maxConnections: 10 });
const running: (() => Promise<void>)[] = [];

beforeEach(async () => {
  await db.portalLane.deleteMany();
});
afterEach(async () => {
  for (const stop of running.splice(0)) await stop();
});

// Long enough that a portal which answers is not taken for a slow one on a busy machine.
const QUICK = { afterMs: 500, places: 3 };

async function start(send: SendBatch): Promise<void> {
  const listener = openListener({ url });
  const lanes = await runLanes(testCtx(db), { listener, send, places: 2, slow: QUICK });
  running.push(async () => {
    await lanes.stop(0);
    await listener.close();
  });
}

async function makeLanes(count: number): Promise<PortalCtx[]> {
  const portals = [];
  for (let place = 0; place < count; place += 1) {
    const ctx = await makeCtx(db);
    await addLine(ctx);
    portals.push(ctx);
  }
  return portals;
}

async function addLine(ctx: PortalCtx): Promise<void> {
  await appendLine(ctx, { ...(await makeRun(ctx)), message: "line" });
}

/** Portals of the given set are never answered, until they are let go. */
function hangingSend(hanging: Set<bigint>) {
  const inFlight = new Set<bigint>();
  const answered: bigint[] = [];
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const quick = fakePortal();
  const send: SendBatch = async (ctx, input) => {
    if (!hanging.has(ctx.portalId)) {
      answered.push(ctx.portalId);
      return quick.send(ctx, input);
    }
    inFlight.add(ctx.portalId);
    await gate;
    inFlight.delete(ctx.portalId);
    throw lost();
  };
  return {
    send,
    inFlight,
    answered,
    release: () => {
      release();
    },
  };
}

test("portals that hang, however many, hold up no healthy one", async () => {
  const hanging = await makeLanes(20);
  const [healthy] = await makeLanes(1);
  if (healthy === undefined) throw new Error("There is no portal.");
  const portals = hangingSend(new Set(hanging.map(({ portalId }) => portalId)));

  await start(portals.send);
  await until(() => portals.answered.length === 1);
  // Every hanging portal was due before the healthy one, and none was answered.
  await until(() => portals.inFlight.size === 20);
  await addLine(healthy);
  await until(() => portals.answered.length === 2);

  expect(portals.inFlight.size).toBe(20);
  portals.release();
  await until(() => portals.inFlight.size === 0);
});

test("portals that are known to hang hold no more than the slow places", async () => {
  const hanging = await makeLanes(20);
  await db.portalLane.updateMany({ data: { failures: 1 } });
  const [healthy] = await makeLanes(1);
  const portals = hangingSend(new Set(hanging.map(({ portalId }) => portalId)));

  await start(portals.send);
  await until(() => portals.answered.length === 1);
  await until(() => portals.inFlight.size >= QUICK.places);

  expect(portals.answered).toEqual([healthy?.portalId]);
  expect(portals.inFlight.size).toBe(QUICK.places);
  portals.release();
  await until(() => portals.inFlight.size === 0);
});
