import { afterAll, describe, expect, test } from "vitest";
import type { Portal } from "../portal/index.ts";
import { until } from "../support/until.ts";
import { openAsAdmin, openFaultBed, runInstaller } from "./bed.ts";
import { findLeaks } from "./leaks.ts";
import { finished, start, untilFinished } from "./one-run.ts";

const bed = await openFaultBed({ workers: 1 });
const { cloud } = bed;

afterAll(async () => bed.stop());

/** A process at the step's reading of the log, which is held back like all others until it is let go. */
async function startHeld(portal: Portal) {
  const held = Promise.withResolvers<null>();
  let waiting = 0;
  const match = { kind: "rest3", memberId: portal.memberId } as const;
  const action = {
    get until() {
      waiting += 1;
      return held.promise;
    },
  };
  cloud.faults.add([{ match, action }]);
  const workflow = await start(portal);
  await until(() => finished(portal, workflow).log.some(({ kind }) => kind === "progress"));
  // The run and the copying may both read; one that asks later would be refused instead of held.
  await untilSteady(() => waiting);
  return { workflow, letGo: () => held.resolve(null) };
}

/** Until there is one at least, and no further one has come for a second. */
async function untilSteady(count: () => number): Promise<void> {
  let [seen, since] = [0, performance.now()];
  await until(() => {
    const now = count();
    if (now !== seen) [seen, since] = [now, performance.now()];
    return seen > 0 && performance.now() - since > 1_000;
  });
}

async function rowOf({ memberId }: Portal) {
  const [row] = await bed.sql<{ id: string; state: string; origin: string }>(
    "SELECT id, state, origin FROM portal WHERE member_id = $1",
    [memberId],
  );
  return row;
}

async function runOf({ id }: { id: string }) {
  const [run] = await bed.sql<{ state: string; outcome: string | null; cause: string | null }>(
    `SELECT state, outcome, undeliverable_cause AS cause FROM run WHERE workflow_id = $1`,
    [id],
  );
  return run;
}

const stepsOf = (portal: Portal) =>
  portal
    .steps("en")
    .map(({ kind, code }) => `${kind} ${code}`)
    .toSorted();

/** Nothing that was begun for it is still under way. */
async function isAtRest({ memberId }: Portal): Promise<boolean> {
  const held = await bed.sql(
    `SELECT 1 FROM portal p WHERE member_id = $1 AND (
      EXISTS (SELECT FROM portal_lane WHERE portal_id = p.id AND lease_owner IS NOT NULL)
      OR EXISTS (SELECT FROM archive_copy WHERE portal_id = p.id AND lease_owner IS NOT NULL)
      OR EXISTS (SELECT FROM pgboss.job WHERE state = 'active' AND (data->>'portalId' = p.id::text
        OR data->>'runId' IN (SELECT id::text FROM run WHERE portal_id = p.id))))`,
    [memberId],
  );
  return held.length === 0;
}

const violations = ({ memberId }: Portal) =>
  cloud.journal.violations.filter((violation) => violation.memberId === memberId);

test.concurrent(
  "a portal whose tokens were revoked waits for its administrator, who wakes it by opening the app",
  async () => {
    const portal = await bed.addPortal();
    const { workflow: waiting, letGo } = await startHeld(portal);
    const { memberId } = portal;
    cloud.tokens.revokeInstallation({ memberId, clientId: cloud.clientId });
    letGo();
    await until(async () => (await rowOf(portal))?.state === "auth_lost");
    const during = finished(portal, waiting).state;

    expect(await openAsAdmin(portal)).toBe(true);
    const done = await untilFinished(portal, waiting);

    expect(during).toBe("running");
    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { status: "ok" } });
    expect((await rowOf(portal))?.state).toBe("active");
    expect(violations(portal)).toEqual([]);
  },
);

test.concurrent(
  "an uninstall in the middle of a run cancels it, and nothing is said to the portal any more",
  async () => {
    const [portal, neighbour] = [await bed.addPortal(), await bed.addPortal()];
    const { workflow, letGo } = await startHeld(portal);
    // Until the auth server confirms it, the portal is only suspended: a run that looks meanwhile must not fail.
    const match = { kind: "auth", memberId: portal.memberId } as const;
    cloud.faults.add([{ match, action: { delayMs: 1_500 } }]);
    await portal.uninstallApp(false);
    await until(async () => (await rowOf(portal))?.state === "removed");
    await until(async () => (await runOf(workflow))?.state === "undeliverable");
    // Sooner, an answer would end the run before the removal is known here.
    letGo();
    // A request may have been on its way when the portal told us.
    await until(async () => isAtRest(portal), { timeoutMs: 60_000 });
    const calls = cloud.journal.calls.filter(({ memberId }) => memberId === portal.memberId).length;

    const beside = await untilFinished(neighbour, await start(neighbour));
    const lanes = await bed.sql(
      "SELECT due_at FROM portal_lane l JOIN portal p ON p.id = l.portal_id WHERE p.member_id = $1",
      [portal.memberId],
    );

    expect(await runOf(workflow)).toMatchObject({ outcome: "cancelled", cause: "uninstalled" });
    expect(beside.returnValues).toMatchObject({ status: "ok" });
    expect(lanes).toEqual([{ due_at: null }]);
    expect(cloud.journal.calls.filter(({ memberId }) => memberId === portal.memberId).length).toBe(
      calls,
    );
  },
);

test.concurrent("a lapse of payment holds a run, and the payment lets it end", async () => {
  const portal = await bed.addPortal();
  const { workflow, letGo } = await startHeld(portal);
  portal.setPayment({ expired: true });
  letGo();
  await until(async () => (await rowOf(portal))?.state === "payment_required");
  const during = finished(portal, workflow).state;

  portal.setPayment({ expired: false });
  const done = await untilFinished(portal, workflow, 90_000);

  expect(during).toBe("running");
  expect(done.completionsWithEffect).toBe(1);
  expect((await rowOf(portal))?.state).toBe("active");
  expect(violations(portal)).toEqual([]);
});

describe.concurrent("a new version of the app", () => {
  test("lets a run of the old one end, and its installer brings the steps back", async () => {
    const portal = await bed.addPortal();
    const before = stepsOf(portal);
    const { workflow, letGo } = await startHeld(portal);
    portal.updateApp();
    letGo();
    const between = stepsOf(portal);
    const done = await untilFinished(portal, workflow);

    await runInstaller(cloud, portal);
    await portal.finishInstall();
    const next = await untilFinished(portal, await start(portal));

    expect(before).toContain("activity logbook_search");
    expect(between).toEqual([]);
    expect(done.returnValues).toMatchObject({ status: "ok" });
    expect(next.returnValues).toMatchObject({ status: "ok" });
    expect(stepsOf(portal)).toEqual(before);
    expect(violations(portal)).toEqual([]);
  });

  test("that says so by its event registers the steps by itself", async () => {
    const portal = await bed.addPortal();
    const before = stepsOf(portal);
    portal.settings.deliversOnAppUpdate = true;

    portal.updateApp();
    // An administrator was there right before: his own check of the registrations is due after 30 s, for both.
    await until(() => portal.steps("en").length === before.length, { timeoutMs: 90_000 });

    expect(violations(portal)).toEqual([]);
  });
});

test.concurrent(
  "a portal that gets a new address in the middle of a run is answered there",
  async () => {
    const portal = await bed.addPortal();
    const before = portal.origin;
    const { workflow, letGo } = await startHeld(portal);
    await cloud.movePortal(portal);
    letGo();
    const done = await untilFinished(portal, workflow);

    expect(portal.origin).not.toBe(before);
    expect((await rowOf(portal))?.origin).toBe(portal.origin);
    expect(done).toMatchObject({ completionsWithEffect: 1, returnValues: { status: "ok" } });
    expect(violations(portal)).toEqual([]);
  },
);

test.concurrent("the search for leaks finds a secret in a row, as text and as bytes", async () => {
  const portal = await bed.addPortal();
  const [token] = cloud.tokenList(portal.memberId);
  const secret = token?.value ?? "";
  await bed.sql("CREATE TABLE leak (said text, kept bytea)");
  await bed.sql("INSERT INTO leak VALUES ($1, NULL), (NULL, $2)", [
    `x${secret}y`,
    Buffer.from(secret),
  ]);
  const found = await findLeaks(bed);
  await bed.sql("DROP TABLE leak");

  expect(found.length).toBeGreaterThanOrEqual(2);
  expect(found.every((leak) => leak.startsWith("leak holds a"))).toBe(true);
  expect(await findLeaks(bed)).toEqual([]);
});
