import { describe, expect, test } from "vitest";
import {
  batchPortal,
  callPortal,
  connectByCode,
  enterPortal,
  OpenForm,
  proveAdminAgain,
  runSetup,
} from "../../../lib/portals/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";
import { makeRestLogBed, rowsOf } from "./rest-log-bed.ts";

const { db } = await createTestDb();
const ctx = testCtx(db);
const cloud = await startTestCloud();
const { installed, failNext } = makeRestLogBed({ db, cloud });

describe("secrets", () => {
  test("of all kinds appear in no row, whatever was called and however it ended", async () => {
    const { portal, scoped } = await installed();
    const registrations = () => [
      {
        kind: "activity" as const,
        code: "send_message",
        fields: {
          HANDLER: `${cloud.appUrl}/b24/activity/send_message`,
          AUTH_USER_ID: 1,
          USE_SUBSCRIPTION: "Y",
          NAME: { en: "Example" },
          PROPERTIES: { text: { Name: { en: "Text" }, Type: "string" } },
        },
      },
    ];
    await runSetup(scoped, { registrations });
    const work = await portal.startWorkflow({ code: "send_message" });
    const eventToken = work.executions[0]?.eventToken ?? "";
    const tokens = ["activity.log", "event.send", "event.send"].map((name, place) => ({
      id: `c${place}`,
      method: `bizproc.${name}`,
      params: { EVENT_TOKEN: place === 2 ? `${eventToken}x` : eventToken, LOG_MESSAGE: "line" },
    }));
    await batchPortal(scoped, { commands: tokens, halt: false, priority: "line" });
    const viewer = portal.refreshAuth(1)?.AUTH_ID ?? "";
    const { clientEndpoint } = await db.portal.findUniqueOrThrow({
      where: { id: scoped.portalId },
    });
    await proveAdminAgain(scoped, { clientEndpoint, accessToken: viewer });
    await callPortal(scoped, {
      method: "profile",
      priority: "line",
      asUser: { accessToken: viewer },
    });
    failNext(portal, "profile", { error: { code: "expired_token", description: `of ${viewer}` } });
    await callPortal(scoped, { method: "profile", priority: "line", params: { note: viewer } });
    const page = { pagination: { limit: 20 } };
    await callPortal(scoped, {
      method: "main.eventlog.list",
      api: "v3",
      priority: "line",
      params: page,
    });

    const text = JSON.stringify(await rowsOf(scoped), (_key, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    const secrets = [
      ...cloud.tokenList().map((token) => token.value),
      ...portal.workflows().flatMap(({ executions }) => executions.map((run) => run.eventToken)),
      portal.installation.applicationToken,
      cloud.clientSecret,
    ];

    expect(secrets.length).toBeGreaterThan(8);
    expect(eventToken.length).toBeGreaterThan(20);
    expect(text).toContain("bizproc.activity.log");
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  test("a sign-in from outside keeps neither its code nor its tokens", async () => {
    const { portal, scoped } = await installed();
    const code = cloud.tokens.issueCode({
      memberId: portal.memberId,
      clientId: cloud.clientId,
      userId: 1,
      source: "code",
    });

    await connectByCode(ctx, { code: code.value, serverDomain: cloud.authHost });
    const rows = await rowsOf(scoped);
    const text = JSON.stringify(rows.map(({ request, response }) => [request, response]));

    expect(rows.filter((row) => row.method === "oauth/token")).toHaveLength(1);
    expect(text).toContain('"code":"***"');
    const secrets = cloud.tokenList(portal.memberId).map((token) => token.value);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test("a token that proves nothing leaves no row with any portal", async () => {
    const { portal, scoped } = await installed();
    const before = await rowsOf(scoped);
    const form = portal.openForm({ userId: 1, lang: "en", placement: "DEFAULT", options: {} });
    const forged = { ...form.fields, AUTH_ID: "0".repeat(70) };

    await expect(enterPortal(ctx, OpenForm.parse(forged))).rejects.toThrow();

    expect(await rowsOf(scoped)).toHaveLength(before.length);
  });
});
