import { describe, expect, test } from "vitest";

import type { JsonMap } from "../../portal/php-values.ts";
import {
  ask,
  installedPortal,
  postJson,
  rest,
  sample,
  sampleNames,
  shapeOf,
  tokensOf,
  type Answer,
  type InstalledPortal,
} from "./installed-portal.ts";

const methodOf = (url: string): string => url.split("/rest/")[1] ?? "";

async function replay(at: InstalledPortal, name: string): Promise<Answer> {
  const { request } = sample(name);
  const params: JsonMap = { ...request.json };
  delete params.auth;
  return rest(at, { method: methodOf(request.url), params });
}

type Prepare = (at: InstalledPortal) => Promise<InstalledPortal> | InstalledPortal;

const first =
  (...names: string[]): Prepare =>
  async (at) => {
    for (const name of names) await replay(at, name);
    return at;
  };

/** A sample that names a workflow or a token of its own is asked with ours instead. */
const ownRequests: Record<string, (at: InstalledPortal) => Promise<Answer>> = {
  "v2-activity-log": (at) => withToken(at, "bizproc.activity.log"),
  "v2-event-send": (at) => withToken(at, "bizproc.event.send"),
  "v2-workflow-instances": async (at) => {
    const { id } = await at.portal.startWorkflow({ code: "send_message", useSubscription: "Y" });
    const { request } = sample("v2-workflow-instances");
    const params = { ...request.json, filter: { ID: id } };
    return rest(at, { method: "bizproc.workflow.instances", params });
  },
};

async function withToken(at: InstalledPortal, method: string): Promise<Answer> {
  const workflow = await at.portal.startWorkflow({ code: "send_message", useSubscription: "Y" });
  const token = workflow.executions[0]?.eventToken ?? "";
  return rest(at, { method, params: { EVENT_TOKEN: token, LOG_MESSAGE: "Step 2 of 5" } });
}

const preparations: Record<string, Prepare> = {
  "v2-activity-log": first("v2-robot-add"),
  "v2-event-send": first("v2-robot-add"),
  "v2-batch": first("v2-robot-add"),
  "v2-event-get": first("v2-event-bind"),
  "v2-event-unbind": first("v2-event-bind"),
  "v2-placement-get": first("v2-placement-bind"),
  "v2-placement-unbind": first("v2-placement-bind"),
  "v2-robot-delete": first("v2-robot-add"),
  "v2-robot-list": first("v2-robot-add"),
  "v2-robot-update": first("v2-robot-add"),
  "v2-workflow-instances": first("v2-robot-add"),
  "v2-workflow-start": first("v2-robot-add"),
  "v2-profile.non-admin": (at) => ({ ...at, token: tokensOf(at.portal, 2).token }),
  "v2-user-get": (at) => {
    at.portal.patchUser(1, { photo: "https://portal.example.bitrix24.com/b123/main/photo.jpg" });
    return at;
  },
};

const names = sampleNames("v2-").filter(
  (name) => !name.startsWith("v2-error-") && name !== "v2-redirect-domain-changed",
);

describe("answers of REST v2 have the shape of the samples", () => {
  for (const name of names) {
    test(`${name} has the same keys and kinds`, async () => {
      const edition = name.endsWith(".box") ? ("box" as const) : ("enterprise" as const);
      const fresh = await installedPortal({ edition });
      try {
        const at = (await preparations[name]?.(fresh)) ?? fresh;
        const answer = await (ownRequests[name]?.(at) ?? replay(at, name));
        const { body, status } = sample(name).response;
        const expected = { ...body };
        if (edition === "box") {
          delete (expected.time as JsonMap).operating;
          delete (expected.time as JsonMap).operating_reset_at;
        }
        expect(answer.status).toBe(status);
        expect(shapeOf(answer.body)).toEqual(shapeOf(expected));
      } finally {
        await fresh.cloud.stop();
      }
    });
  }

  test("a renamed portal redirects its old address to the new one", async () => {
    const at = await installedPortal();
    try {
      const old = at.portal.clientEndpoint;
      await at.cloud.movePortal(at.portal);
      const answer = await postJson(`${old}profile`, { auth: at.token });
      expect(answer.status).toBe(302);
      expect(answer.headers.get("location")).toBe(`${at.portal.clientEndpoint}profile`);
      expect((await rest(at, { method: "profile" })).status).toBe(200);
    } finally {
      await at.cloud.stop();
    }
  });
});

describe("answers of REST v3 have the shape of the samples", () => {
  const cases = ["list", "list.empty", "tail", "field-get", "field-list"];
  for (const short of cases) {
    test(`eventlog-${short} has the same keys and kinds`, async () => {
      const at = await installedPortal();
      try {
        const { request, response } = sample(`eventlog-${short}`);
        const params = { ...request.json };
        if (short === "list") params.filter = [["auditTypeId", "in", ["USER_AUTHORIZE"]]];
        if (short === "tail") params.cursor = { field: "id", order: "ASC", value: 1, limit: 50 };
        const url = request.url.replace(/^https:\/\/[^/]+/, at.portal.origin);
        const answer = await postJson(url, { ...params, auth: at.token });
        expect(answer.status).toBe(200);
        expect(shapeOf(answer.body)).toEqual(shapeOf(response.body));
      } finally {
        await at.cloud.stop();
      }
    });
  }

  test("a batch is a root array in and out", async () => {
    const at = await installedPortal();
    try {
      const { request, response } = sample("v3-batch");
      const id = at.portal.eventLog.rows[0]?.id ?? 0;
      const [, list] = request.json as unknown as JsonMap[];
      const body = [{ method: "main.eventlog.get", query: { id, select: ["id"] } }, list];
      const url = `${at.portal.origin}/rest/api/batch?auth=${at.token}`;
      const answer = await postJson(url, body);
      expect(shapeOf(answer.body)).toEqual(shapeOf(response.body));
    } finally {
      await at.cloud.stop();
    }
  });
});

describe("addresses and ways to pass a token", () => {
  test("double slashes, upper case, .json, SDK keys and every place of the token work", async () => {
    const at = await installedPortal();
    try {
      const { clientEndpoint: base } = at.portal;
      const query = `auth=${at.token}&bx24_request_id=1&bx24_sdk_ver=2.2.0`;
      const answers = [
        await ask(`${base}/profile?${query}`),
        await ask(`${base}PROFILE.json?access_token=${at.token}`),
        await ask(`${base}profile`, { headers: { Authorization: `Bearer ${at.token}` } }),
        await ask(`${base}profile`, {
          method: "POST",
          body: new URLSearchParams({ auth: at.token }),
        }),
        await postJson(`${base}/api//main.eventlog.field.list?auth=${at.token}`, {}),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    } finally {
      await at.cloud.stop();
    }
  });

  test("a batch takes results of earlier commands and refuses to be nested", async () => {
    const at = await installedPortal();
    try {
      const cmd = {
        me: "profile",
        user: "user.get?ID=$result[me][ID]",
        deep: "batch?cmd[a]=profile",
      };
      const { body } = await rest(at, { method: "batch", params: { halt: 0, cmd } });
      const { result, result_error: errors } = body.result as Record<string, JsonMap>;
      expect((result?.user as JsonMap[] | undefined)?.[0]?.ID).toBe("1");
      expect((errors?.deep as JsonMap).error).toBe("ERROR_BATCH_METHOD_NOT_ALLOWED");
    } finally {
      await at.cloud.stop();
    }
  });
});
