import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { ZabbixClient } from "zabbix-client";
import ZabbixPromise from "zabbix-promise";
import ZabbixRpc from "zabbix-rpc";
import { POST } from "../../../app/api_jsonrpc.php/route.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { makeToken } from "../../support/access.ts";
import { serveRoutes } from "../../support/route-server.ts";
import { PYZABBIX, ZABBIX_UTILS, type Recorded } from "../../fixtures/zabbix/recorded.ts";

const { db } = await createTestDb();
const { portal } = await makePortal(db);
const { token } = await makeToken(db, { portalId: portal.id });
await appendEntries(testPortalCtx(db, { portalId: portal.id }), {
  epoch: 0,
  rows: [1, 2, 3].map((id) => ({
    ...{ nativeId: String(id), timestampX: `2026-11-01T10:00:0${id}+00:00`, severity: "INFO" },
    ...{ auditTypeId: id === 2 ? "USER_LOGIN" : "USER_AUTHORIZE", moduleId: "main", itemId: "1" },
    ...{ remoteAddr: "203.0.113.7", userAgent: "curl/8", requestUri: "/", siteId: "s1" },
    ...{ userId: 1, guestId: null, description: null },
  })),
});
const base = await serveRoutes((request) =>
  new URL(request.url).pathname === "/api_jsonrpc.php" ? POST : null,
);
const url = `${base}/api_jsonrpc.php`;
const NEWEST = { output: ["auditid", "action"], sortfield: "auditid", sortorder: "DESC", limit: 2 };
const NEWEST_ROWS = [
  { auditid: "3", action: "8" },
  { auditid: "2", action: "9" },
];

describe("clients of Zabbix as their makers left them", () => {
  test("zabbix-promise signs in, reads and signs out", async () => {
    const client = new ZabbixPromise({ url, user: "any", password: token });

    expect(await client.login()).toBe(token);
    expect(await client.request("auditlog.get", NEWEST)).toEqual(NEWEST_ROWS);
    expect(await client.request("auditlog.get", { countOutput: true })).toBe("3");
    await expect(client.request("auditlog.get", { limit: 0 })).rejects.toContain("-32602");
    expect(await client.logout()).toBe(true);
  });

  test("zabbix-rpc tells the version, signs in, reads and signs out", async () => {
    const client = new ZabbixRpc(base, "any", token);

    expect(await client.version()).toBe("7.0.0");
    expect(await client.user.login()).toBe(token);
    expect(await client.call("auditlog.get", NEWEST)).toEqual(NEWEST_ROWS);
    expect(await client.user.login("any", token, true)).toMatchObject({ sessionid: token });
    expect(await client.call("auditlog.get", { nothing: 1 })).toMatchObject({
      error: { code: -32602, data: 'Invalid parameter "/": unexpected parameter "nothing".' },
    });
    expect(await client.user.logout()).toBe(true);
  });

  test("zabbix-client signs in, reads and signs out, and throws our words", async () => {
    const client = new ZabbixClient(url);

    const api = await client.login("any", token);

    expect(await api.method("auditlog.get").call(NEWEST)).toEqual(NEWEST_ROWS);
    await expect(api.method("host.get").call({})).rejects.toThrow('Incorrect API "host".');
    await expect(client.login("any", "wrong")).rejects.toThrow("Not authorized.");
    expect(await api.logout()).toBe(true);
  });
});

// The package `python3-pyzabbix` of Debian; where it is missing, what it sends is replayed below all the same.
const hasPyzabbix = spawnSync("python3", ["-c", "import pyzabbix"]).status === 0;

const PROGRAM = `
import json, sys
from pyzabbix import ZabbixAPI, ZabbixAPIException
url, token = sys.argv[1:]
api = ZabbixAPI(url)
told = {"version": api.api_version()}
api.login("any", token)
told["checked"] = api.check_authentication()["userid"] != ""
told["rows"] = api.auditlog.get(output=["auditid", "action"], sortfield="auditid", sortorder="DESC", limit=2)
told["count"] = api.auditlog.get(countOutput=True)
told["failed"] = api.auditlog.get(filter={"action": [9]}, output=["auditid"])
try:
    api.host.get()
except ZabbixAPIException as fault:
    told["fault"] = [fault.error["code"], fault.error["data"]]
told["out"] = api.user.logout()
print(json.dumps(told))
`;

test.skipIf(!hasPyzabbix)(
  "pyzabbix as Debian has it tells the version, signs in, reads, and raises our words (needs python3-pyzabbix)",
  async () => {
    const { stdout } = await promisify(execFile)("python3", ["-c", PROGRAM, url, token]);

    expect(JSON.parse(stdout)).toEqual({
      ...{ version: "7.0.0", checked: true, rows: NEWEST_ROWS, count: "3" },
      ...{ failed: [{ auditid: "2" }], fault: [-32601, 'Incorrect API "host".'], out: true },
    });
  },
);

async function replay({ headers, body }: Recorded): Promise<Response> {
  const fill = (text: string) => text.replaceAll("<token>", token);
  const sent = Object.entries(headers).map(([name, value]) => [name, fill(value)]);
  return fetch(url, {
    method: "POST",
    headers: Object.fromEntries(sent) as Record<string, string>,
    body: fill(JSON.stringify(body)),
  });
}

describe("what clients written in Python send", () => {
  test.each([
    ["zabbix_utils", ZABBIX_UTILS],
    ["pyzabbix", PYZABBIX],
  ])("%s is answered as it expects", async (_, recorded) => {
    for (const one of recorded) {
      const response = await replay(one);

      expect(response.status).toBe(200);
      const answer = (await response.json()) as { id: unknown; result: unknown };
      expect(answer.id).toBe(one.body.id);
      expect(answer.result).toEqual(fillToken(one.result));
    }
  });
});

function fillToken(value: unknown): unknown {
  return value === "<token>" ? token : value;
}
