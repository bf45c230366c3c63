import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { JsonMap } from "../../portal/php-values.ts";
import {
  ask,
  installedPortal,
  postJson,
  rest,
  sample,
  sampleNames,
  tokensOf,
  type Answer,
  type InstalledPortal,
} from "./installed-portal.ts";

type Provoke = (at: InstalledPortal) => Promise<Answer>;

const robot: JsonMap = {
  CODE: "send_message",
  HANDLER: "https://app.example.com/b24/activity/send_message",
  NAME: { en: "Send message" },
  USE_SUBSCRIPTION: "Y",
};

const call =
  (method: string, params?: JsonMap): Provoke =>
  (at) =>
    rest(at, params === undefined ? { method } : { method, params });

const injected =
  (code: string): Provoke =>
  (at) => {
    const match = { kind: "rest2" as const, method: "profile" };
    at.cloud.faults.add([{ match, times: 1, action: { error: code } }]);
    return rest(at, { method: "profile" });
  };

const addRobot =
  (change: JsonMap): Provoke =>
  (at) =>
    rest(at, { method: "bizproc.robot.add", params: { ...robot, ...change } });

const withSetting =
  (setting: JsonMap): Provoke =>
  (at) => {
    Object.assign(at.portal.settings, setting);
    return rest(at, { method: "profile" });
  };

const webhook =
  (method: string, code?: string): Provoke =>
  ({ portal }) =>
    postJson(`${portal.origin}/rest/1/${code ?? portal.webhookCode}/${method}`, robot);

async function eventToken(at: InstalledPortal): Promise<{ id: string; token: string }> {
  await rest(at, { method: "bizproc.robot.add", params: robot });
  const { id, executions } = await at.portal.startWorkflow({ code: "send_message" });
  return { id, token: executions[0]?.eventToken ?? "" };
}

const provocations: Record<string, Provoke> = {
  "access-denied-admin": (at) => {
    const { token } = tokensOf(at.portal, 2);
    return rest({ ...at, token }, { method: "bizproc.robot.add", params: robot });
  },
  "access-denied-app-context": webhook("bizproc.robot.add"),
  "access-denied-plan": withSetting({ hasRest: false }),
  "activity-already-installed": async (at) => {
    await addRobot({})(at);
    return rest(at, { method: "bizproc.activity.add", params: robot });
  },
  "activity-not-found": call("bizproc.robot.delete", { CODE: "nope" }),
  "activity-placement-not-unique": async (at) => {
    const place = { USE_PLACEMENT: "Y", PLACEMENT_HANDLER: "https://app.example.com/settings" };
    await addRobot({ ...place, CODE: "first" })(at);
    return addRobot({ ...place, CODE: "second" })(at);
  },
  "activity-validation": addRobot({ PROPERTIES: { "1bad": { Name: "Bad" } } }),
  "application-not-found": injected("APPLICATION_NOT_FOUND"),
  argument: call("placement.bind"),
  "authorization-error": (at) => {
    at.portal.patchUser(1, { isActive: false });
    return rest(at, { method: "profile" });
  },
  "batch-length": async (at) => {
    const commands = Array.from({ length: 51 }, (_, index) => [`c${String(index)}`, "profile"]);
    const cmd = Object.fromEntries(commands) as JsonMap;
    const answer = await rest(at, { method: "batch", params: { cmd } });
    const { result_error: errors } = answer.body.result as JsonMap;
    return { ...answer, status: 400, body: (errors as JsonMap).c50 as JsonMap };
  },
  "empty-log-message": async (at) => {
    const { token } = await eventToken(at);
    const params = { EVENT_TOKEN: token, LOG_MESSAGE: "0" };
    return rest(at, { method: "bizproc.activity.log", params });
  },
  "event-not-found": call("event.bind", { event: "NOPE", handler: "https://app.example.com/x" }),
  "event-token-invalid": call("bizproc.event.send", { EVENT_TOKEN: "broken" }),
  "expired-token": (at) => {
    at.cloud.clock.set({ offsetMs: 3_601_000 });
    return rest(at, { method: "profile" });
  },
  "handler-already-binded": async (at) => {
    const params = { event: "onAppUninstall", handler: "https://app.example.com/events" };
    await rest(at, { method: "event.bind", params });
    return rest(at, { method: "event.bind", params });
  },
  "handler-protocol": addRobot({ HANDLER: "ftp://app.example.com/x" }),
  "handler-url": addRobot({ HANDLER: "http://localhost:3000/x" }),
  "https-required": injected("INVALID_REQUEST"),
  "im-user-id-empty": call("im.notify.system.add", { MESSAGE: "Hello" }),
  "insufficient-scope": (at) => {
    at.portal.installation.scope = ["bizproc"];
    return rest(at, { method: "user.current" });
  },
  internal: injected("INTERNAL_SERVER_ERROR"),
  "invalid-credentials": webhook("profile", "wrong"),
  "invalid-token": async (at) => {
    const other = await at.cloud.addPortal({ entries: 0 });
    return rest({ ...at, token: tokensOf(other, 1).token }, { method: "profile" });
  },
  "method-not-found": call("no.such.method"),
  "no-auth-found": ({ portal }) => ask(`${portal.clientEndpoint}profile`),
  "oauth-not-installed": async (at) => {
    await at.portal.uninstallApp(false, true);
    return rest(at, { method: "profile" });
  },
  "operation-time-limit": (at) => {
    const nowMs = at.cloud.clock.limitNow();
    at.portal.operating.add("profile", { seconds: 481, nowMs });
    return rest(at, { method: "profile" });
  },
  "overload-limit": injected("OVERLOAD_LIMIT"),
  "payment-required": (at) => {
    at.portal.setPayment({ expired: true });
    return rest(at, { method: "profile" });
  },
  "placement-max-count": async (at) => {
    const params = { PLACEMENT: "REST_APP_URI", HANDLER: "https://app.example.com/x" };
    await rest(at, { method: "placement.bind", params });
    return rest(at, { method: "placement.bind", params });
  },
  "placement-not-found": call("placement.bind", {
    PLACEMENT: "NOPE",
    HANDLER: "https://app.example.com/x",
  }),
  "portal-deleted": withSetting({ isDeleted: true }),
  "query-limit-exceeded": async (at) => {
    const many = Array.from({ length: 60 }, () => rest(at, { method: "profile" }));
    const answers = await Promise.all(many);
    return answers.find(({ status }) => status !== 200) ?? rest(at, { method: "profile" });
  },
  "unexpected-answer": injected("ERROR_UNEXPECTED_ANSWER"),
  "user-access-error": (at) => {
    return rest({ ...at, token: tokensOf(at.portal, 5).token }, { method: "profile" });
  },
  "workflow-gone": async (at) => {
    const { id, token } = await eventToken(at);
    at.portal.terminateWorkflow(id);
    const params = { EVENT_TOKEN: token, LOG_MESSAGE: "x" };
    return rest(at, { method: "bizproc.activity.log", params });
  },
  "workflow-start": call("bizproc.workflow.start", {
    TEMPLATE_ID: 99,
    DOCUMENT_ID: ["crm", "CCrmDocumentDeal", "DEAL_777"],
  }),
  "wrong-auth-type": webhook("placement.bind"),
};

describe("errors of REST v2 are those of the samples", () => {
  let at: InstalledPortal;
  beforeAll(async () => {
    at = await installedPortal();
  });
  afterAll(() => at.cloud.stop());

  test("every sample has its provocation", () => {
    const known = [...Object.keys(provocations), "html-gateway"].map((name) => `v2-error-${name}`);
    expect(known.toSorted()).toEqual(sampleNames("v2-error-").toSorted());
  });

  for (const [name, provoke] of Object.entries(provocations)) {
    test(`${name} comes with its status, code and text`, async () => {
      const own = await installedPortal();
      try {
        const expected = sample(`v2-error-${name}`).response;
        const answer = await provoke(own);
        expect(answer.status).toBe(expected.status);
        expect(answer.body).toEqual(expected.body);
      } finally {
        await own.cloud.stop();
      }
    });
  }

  test("a gateway page is HTML with 502", async () => {
    const match = { kind: "rest2" as const, method: "profile" };
    at.cloud.faults.add([{ match, times: 1, action: { status: 502, html: true } }]);
    const answer = await rest(at, { method: "profile" });
    const { response } = sample("v2-error-html-gateway");
    expect(answer.status).toBe(response.status);
    expect(answer.headers.get("content-type")).toBe(response.headers["Content-Type"]);
    expect(answer.text).toBe(response.body);
  });
});
