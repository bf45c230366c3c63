import { describe, expect, test } from "vitest";
import { enterPortal, getSettings, getSetup, runSetup } from "../../../lib/portals/index.ts";
import { bookCalls } from "../../../lib/portals/budget.ts";
import { OpenForm } from "../../../lib/portals/index.ts";
import type { StepRegistration } from "../../../lib/portals/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const registrations = (appUrl: string, userId: number): StepRegistration[] =>
  (["activity", "robot"] as const).map((kind) => ({
    kind,
    code: `example_${kind}`,
    fields: {
      HANDLER: `${appUrl}/b24/activity/example_${kind}`,
      AUTH_USER_ID: userId,
      USE_SUBSCRIPTION: "Y",
      NAME: { en: "Example", ru: "Пример" },
      PROPERTIES: { text: { Name: { en: "Text" }, Type: "string" } },
    },
  }));

const { db } = await createTestDb();
const ctx = testCtx(db);
const cloud = await startTestCloud();

describe("installation on a portal", () => {
  test("proves the administrator, then registers everything and says so", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);

    const view = await runSetup(scoped, { registrations });

    expect(view.checks.filter((check) => check.state !== "ok")).toEqual([]);
    expect(view.isComplete).toBe(true);
    expect(portal.steps("en").map((step) => step.code)).toEqual([
      "example_activity",
      "example_robot",
    ]);
    expect(portal.placements().map((item) => item.placement)).toEqual(["REST_APP_URI"]);
    expect(await getSetup(scoped)).toEqual(view);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("is repeatable and leaves one registration of each", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);

    await runSetup(scoped, { registrations });
    const second = await runSetup(scoped, { registrations });

    expect(second.isComplete).toBe(true);
    expect(portal.steps("en").length).toBe(2);
  });

  test("says so when a portal sends no application token, without which no step can be told from a forged one", async () => {
    const portal = await cloud.addPortal();
    portal.settings.isLegacyOpen = true;
    const scoped = await installPortal(ctx, portal);

    const view = await runSetup(scoped, { registrations });

    expect(view.isComplete).toBe(false);
    expect(view.checks.filter((check) => check.state !== "ok")).toMatchObject([
      { name: "identity", state: "failed" },
    ]);
  });

  test("opening the app again and again books at most the whole bucket", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);

    for (let opened = 0; opened < 80; opened += 1) await bookCalls(scoped, 5);
    const [lane] = await db.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM tat - clock_timestamp())::float8 AS seconds
      FROM portal_lane WHERE portal_id = ${scoped.portalId}`;

    expect(lane?.seconds).toBeLessThanOrEqual(25);
    expect(lane?.seconds).toBeGreaterThan(20);
  });

  test("keeps tokens sealed and names the administrator in use", async () => {
    const portal = await cloud.addPortal();
    const scoped = await installPortal(ctx, portal);

    const settings = await getSettings(scoped, {
      steps: [],
      names: async () => Promise.resolve(new Map([[1, "Ann Admin"]])),
    });
    const admins = await db.portalAdmin.findMany({ where: { portalId: scoped.portalId } });

    expect(settings.admins).toMatchObject([{ userId: 1, name: "Ann Admin", isInUse: true }]);
    expect(admins[0]?.accessSealed).toMatch(/^v1\.k1\./);
  });

  test("a non-administrator on an unknown portal writes nothing", async () => {
    const portal = await cloud.addPortal();
    portal.addApp();
    await portal.finishInstall();
    const form = portal.openForm({ userId: 2, lang: "en", placement: "DEFAULT", options: {} });

    const entrance = await enterPortal(ctx, OpenForm.parse(form.fields));

    expect(entrance).toEqual({ kind: "ask-admin", origin: portal.origin });
    expect(await db.portal.findUnique({ where: { memberId: portal.memberId } })).toBeNull();
  });

  test("a token of another portal under this portal's id is refused", async () => {
    const [own, other] = [await cloud.addPortal(), await cloud.addPortal()];
    await installPortal(ctx, own);
    other.addApp();
    const { fields } = other.openForm({ userId: 1, lang: "en", placement: "DEFAULT", options: {} });

    const entering = enterPortal(ctx, OpenForm.parse({ ...fields, member_id: own.memberId }));

    await expect(entering).rejects.toMatchObject({ code: "unauthorized" });
  });
});
