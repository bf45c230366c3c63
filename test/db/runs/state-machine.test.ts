import fc from "fast-check";
import { expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { noteOperating, noteOperationRefusal } from "../../../lib/portals/method-limits.ts";
import { claimLane, type LaneClaim } from "../../../lib/runs/claim-lane.ts";
import { deliverBatch } from "../../../lib/runs/deliver.ts";
import { appendLine, settleOverdue, settleRun } from "../../../lib/runs/index.ts";
import type { RunKey } from "../../../lib/runs/internal.ts";
import { createTestDb } from "../../support/index.ts";
import { fakePortal, lost, makeCtx, makeRun, readRun, refused, type SentCommand } from "./bed.ts";

const { db } = await createTestDb({ maxConnections: 10 });
const RUNS = 3;

type Answer = "ok" | "lost-before" | "lost-after" | "busy" | "refuse-lines" | "limit-lines";
type Action =
  | { kind: "lines"; run: number; count: number }
  | { kind: "settle"; run: number; outcome: "success" | "failure" | "cancelled" }
  | { kind: "deadline"; run: number }
  | { kind: "claim" }
  | { kind: "expire" }
  | { kind: "reset" }
  | { kind: "deliver"; answer: Answer; during: Action[] };

interface Model {
  key: RunKey;
  token: string;
  lines: string[];
  outcome: string | null;
}

interface World {
  ctx: PortalCtx;
  runs: Model[];
  claims: LaneClaim[];
  effects: SentCommand[];
}

const run = fc.nat({ max: RUNS - 1 });
const simple = fc.oneof<fc.Arbitrary<Action>[]>(
  fc.record({ kind: fc.constant("lines"), run, count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    kind: fc.constant("settle"),
    run,
    outcome: fc.constantFrom("success", "failure", "cancelled"),
  }),
  fc.record({ kind: fc.constant("deadline"), run }),
  fc.record({ kind: fc.constant("claim") }),
  fc.record({ kind: fc.constant("expire") }),
  fc.record({ kind: fc.constant("reset") }),
);
const deliver: fc.Arbitrary<Action> = fc.record({
  kind: fc.constant("deliver"),
  answer: fc.constantFrom<Answer>(
    ...(["ok", "lost-before", "lost-after", "busy", "refuse-lines", "limit-lines"] as const),
  ),
  during: fc.array(simple, { maxLength: 4 }),
});
const actions = fc.array(
  fc.oneof({ weight: 3, arbitrary: simple }, { weight: 2, arbitrary: deliver }),
  {
    minLength: 12,
    maxLength: 30,
  },
);

test("any interleaving leaves one outcome a run, its lines in order and the completion last", async () => {
  await fc.assert(
    fc.asyncProperty(actions, async (list) => {
      await db.portalLane.deleteMany();
      const world = await makeWorld();
      for (const action of list) await act(world, action);
      await drain(world);
      for (const model of world.runs) await check(world, model);
    }),
    { numRuns: 80 },
  );
});

async function makeWorld(): Promise<World> {
  const ctx = await makeCtx(db);
  const runs: Model[] = [];
  for (let place = 0; place < RUNS; place += 1) {
    const token = `wf|A${place}|${ctx.portalId}.sig`;
    runs.push({ key: await makeRun(ctx, { eventToken: token }), token, lines: [], outcome: null });
  }
  return { ctx, runs, claims: [], effects: [] };
}

async function act(world: World, action: Action): Promise<void> {
  const { ctx } = world;
  if (action.kind === "claim") {
    const claim = await claimLane(db, { owner: "property" });
    if (claim !== undefined) world.claims.push(claim);
  } else if (action.kind === "expire") {
    await db.$executeRaw`UPDATE portal_lane SET lease_until = now() - interval '1 second',
      blocked_until = NULL WHERE portal_id = ${ctx.portalId}`;
  } else if (action.kind === "reset") {
    await endLimit(ctx);
  } else if (action.kind === "deliver") {
    await deliverOne(world, action.answer, action.during);
  } else {
    await touchRun(world, action);
  }
}

async function touchRun(world: World, action: Extract<Action, { run: number }>): Promise<void> {
  const model = world.runs[action.run];
  if (model === undefined) return;
  const { key } = model;
  if (action.kind === "lines") {
    for (let place = 0; place < action.count; place += 1) {
      const message = `L${model.lines.length + 1}`;
      const line = await appendLine(world.ctx, { ...key, message });
      expect(line === null).toBe(model.outcome !== null);
      if (line !== null) model.lines.push(message);
    }
  } else if (action.kind === "settle") {
    const { outcome } = action;
    const isWinner = await settleRun(world.ctx, { ...key, outcome, message: outcome, by: "work" });
    expect(isWinner).toBe(model.outcome === null);
    model.outcome ??= outcome;
  } else {
    await db.run.updateMany({ where: { id: key.runId }, data: { deadlineAt: new Date(0) } });
    await settleOverdue(world.ctx);
    model.outcome ??= "timeout";
  }
}

async function endLimit({ portalId }: PortalCtx): Promise<void> {
  await db.portalMethod.deleteMany({ where: { portalId } });
}

// The portal counts up to its limit under our eyes: what follows is held, or refused all the same.
async function nearLimit(ctx: PortalCtx): Promise<void> {
  const time = { operating: 400, operating_reset_at: Date.now() / 1_000 + 300 };
  await noteOperating(ctx, { method: "bizproc.activity.log", time });
}

// Takes any claim that was ever made, also one that others have overtaken.
async function deliverOne(world: World, answer: Answer, during: Action[]): Promise<void> {
  const claim = world.claims.shift();
  if (claim === undefined) return;
  const settled = new Set(
    world.runs.filter(({ outcome }) => outcome !== null).map(({ token }) => token),
  );
  if (answer === "limit-lines") await nearLimit(world.ctx);
  const portal = fakePortal({
    batch: () => {
      if (answer === "lost-before" || answer === "lost-after") {
        return { error: lost(), after: answer === "lost-after" };
      }
      return answer === "busy"
        ? { error: refused("portal_rate_limited", 5), after: false }
        : undefined;
    },
    command: ({ token, method }) => {
      if (answer === "refuse-lines" && !settled.has(token)) return refused("portal_unavailable");
      const isLimited = answer === "limit-lines" && method === "bizproc.activity.log";
      return isLimited ? refused("portal_operation_limited") : "ok";
    },
    afterCommands: async () => {
      if (answer !== "limit-lines") return;
      await noteOperationRefusal(world.ctx, { method: "bizproc.activity.log" });
    },
    delay: async () => {
      for (const action of during) await act(world, action);
    },
  });
  await deliverBatch(world.ctx, { claim, send: portal.send });
  world.effects.push(...portal.log);
}

async function drain(world: World): Promise<void> {
  const { portalId } = world.ctx;
  world.claims = [];
  await endLimit(world.ctx);
  for (;;) {
    await db.$executeRaw`UPDATE portal_lane SET lease_until = NULL, blocked_until = NULL, due_at = now()
      WHERE portal_id = ${portalId}`;
    await db.outbox.updateMany({ where: { portalId }, data: { dueAt: new Date(0) } });
    if ((await db.outbox.count({ where: { portalId, state: "pending" } })) === 0) return;
    await act(world, { kind: "claim" });
    await deliverOne(world, "ok", []);
  }
}

async function check(world: World, model: Model): Promise<void> {
  const state = await readRun(world.ctx, model.key.runId);
  expect(state.outcome).toBe(model.outcome);
  expect(state.state).toBe(
    model.outcome === null ? (model.lines.length > 0 ? "running" : "received") : "delivered",
  );
  const mine = world.effects.filter(({ token }) => token === model.token);
  const end = mine.findIndex(({ method }) => method === "bizproc.event.send");
  expect(end >= 0).toBe(model.outcome !== null);
  // What follows the first completion is dropped by the portal.
  const visible = end < 0 ? mine : mine.slice(0, end);
  // A completion near its deadline carries the lines that the portal's limit held back, before its own text.
  const carried = end < 0 ? [] : (mine[end]?.text.split("\n").slice(0, -1) ?? []);
  const seen = [...visible.flatMap(({ text }) => text.split("\n")), ...carried];
  const first = seen.filter((text) => !text.startsWith("#"));
  const numbers = first.map((text) => Number(text.slice(1)));
  expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
  expect(new Set(first).size).toBe(first.length);
  const told = new Set(seen.map((text) => text.replace(/^#\d+ /, "")));
  // Nothing is lost unsaid: a line that failed in its completion's text is shown as left out.
  const left = await db.outbox.findMany({ where: { runId: model.key.runId, isOmitted: true } });
  for (const { body } of left) told.add((body as { message: string }).message);
  expect(told).toEqual(new Set(model.lines));
}
