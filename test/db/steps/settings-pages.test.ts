import { describe, expect, test } from "vitest";
import { runSetup, setupJob, type StepRegistration } from "../../../lib/portals/index.ts";
import { stepRegistrations } from "../../../lib/steps/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

// As a version before had it: no step had a page of its own.
const withoutPages = (appUrl: string, authUserId: number): StepRegistration[] =>
  stepRegistrations(appUrl, authUserId).map(({ fields, ...rest }) => {
    const others = Object.entries(fields).filter(([name]) => !name.includes("PLACEMENT"));
    return { ...rest, fields: Object.fromEntries(others) };
  });

describe("the pages of the steps' settings", () => {
  test("are registered with the steps, each code with an address of its own", async () => {
    const portal = await cloud.addPortal();
    const ctx = await installPortal(testCtx(db), portal);

    await runSetup(ctx, { registrations: stepRegistrations });

    const registered = portal.stepRegistry.all();
    const addresses = registered.map(({ placementHandler }) => new URL(placementHandler).pathname);
    expect(registered.every(({ usePlacement }) => usePlacement)).toBe(true);
    expect(addresses).toEqual(registered.map(({ code }) => `/b24/settings/${code}`));
    expect(cloud.journal.violations).toEqual([]);
  });

  test("come to a portal that was installed before there were any, without a new installation", async () => {
    const portal = await cloud.addPortal();
    const ctx = await installPortal(testCtx(db), portal);
    await runSetup(ctx, { registrations: withoutPages });
    expect(portal.stepRegistry.all().some(({ usePlacement }) => usePlacement)).toBe(false);
    const job = setupJob({ registrations: stepRegistrations });

    await job.handler(testCtx(db), { portalId: ctx.portalId.toString() }, {
      attempt: 1,
      signal: new AbortController().signal,
    } as never);

    const registered = portal.stepRegistry.all();
    expect(registered.length).toBeGreaterThan(0);
    expect(registered.every(({ usePlacement }) => usePlacement)).toBe(true);
  });
});
