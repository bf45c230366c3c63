import { describe, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { createTestDb } from "../../support/index.ts";
import { append, makeCtx, nameUsers } from "../archive/search/bed.ts";
import { openApi, TOKEN, type RpcAnswer } from "./bed.ts";

const { db } = await createTestDb();
const ctx: PortalCtx = await makeCtx(db);
const ENTRY = {
  ...{ severity: "INFO", auditTypeId: "USER_AUTHORIZE", moduleId: "main", itemId: "1" },
  ...{ remoteAddr: "203.0.113.7", userAgent: "curl/8", requestUri: "/x?a=50%_!", siteId: "s1" },
  ...{ userId: 1, guestId: null },
};
await append(
  ctx,
  Array.from({ length: 5 }, (_, at) => ({
    ...ENTRY,
    nativeId: String(at + 1),
    timestampX: `2026-11-0${at + 1}T00:00:00+00:00`,
    description: JSON.stringify({ requestId: `r${at}`, text: "Проверка" }),
  })),
);
await nameUsers(ctx);
const { send, call, readings, counted } = openApi(ctx);

const rpc = (method: string, params: unknown = [], more: object = {}) =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method, params, ...more });
const read = (text: string) => JSON.parse(text) as RpcAnswer;
const NOT_RPC = "The received JSON is not a valid JSON-RPC request.";

describe("an envelope", () => {
  const badJson = "Invalid JSON. An error occurred on the server while parsing the JSON text.";
  test.each<[string, string, number, string]>([
    ["that is no JSON", "{", -32700, badJson],
    ["that is deeper than any machine follows", "[".repeat(300_000), -32700, badJson],
    ["that is a number", "1", -32600, NOT_RPC],
    ["that is a text", '"x"', -32600, NOT_RPC],
    ["that is an empty list", "[]", -32600, NOT_RPC],
    [
      "with another member",
      rpc("apiinfo.version", [], { x: 1 }),
      -32600,
      'Invalid parameter "/": unexpected parameter "x".',
    ],
    [
      "without a version",
      '{"method":"a.b"}',
      -32600,
      'Invalid parameter "/": the parameter "jsonrpc" is missing.',
    ],
    [
      "of another version",
      rpc("apiinfo.version", [], { jsonrpc: "1.0" }),
      -32600,
      'Invalid parameter "/jsonrpc": value must be "2.0".',
    ],
    [
      "whose method is a number",
      '{"jsonrpc":"2.0","method":5,"params":[],"id":1}',
      -32600,
      'Invalid parameter "/method": a character string is expected.',
    ],
    [
      "whose params are a text",
      rpc("auditlog.get", "x"),
      -32600,
      'Invalid parameter "/params": an array or object is expected.',
    ],
    [
      "whose id is a list",
      rpc("apiinfo.version", [], { id: [] }),
      -32600,
      'Invalid parameter "/id": a string, number or null value is expected.',
    ],
    [
      "whose auth is empty",
      rpc("auditlog.get", [], { auth: "" }),
      -32600,
      'Invalid parameter "/auth": cannot be empty.',
    ],
  ])("%s is refused without an id", async (_, text, code, data) => {
    expect(read(await send(text))).toMatchObject({ id: null, error: { code, data } });
  });

  test("keeps its id as it was written", async () => {
    const ids = ["7", '"seven"', "1.50", "null", "12345678901234567890"];

    const answers = await Promise.all(
      ids.map((id) =>
        send(`{"jsonrpc":"2.0","method":"apiinfo.version","params":[],"id":${id}}`, null),
      ),
    );

    expect(answers).toEqual(ids.map((id) => `{"jsonrpc":"2.0","result":"7.0.0","id":${id}}`));
  });

  test("without an id is executed and not answered, also when it is wrong", async () => {
    const before = readings.length;
    const quiet = (method: string, params: unknown) =>
      JSON.stringify({ jsonrpc: "2.0", method, params });

    const answers = [
      await send(quiet("auditlog.get", { limit: 1 })),
      await send(quiet("auditlog.get", { limit: 0 })),
      await send(quiet("no.such", [])),
      await send(`[${quiet("auditlog.get", {})},${quiet("no.such", [])}]`),
    ];

    expect(answers).toEqual(["", "", "", ""]);
    expect(readings.length - before).toBe(3);
  });

  test("of several calls is answered in order, without those that want no answer", async () => {
    const text = `[${rpc("auditlog.get", { countOutput: true })},1,[],{"jsonrpc":"2.0","method":"x","params":[]},${rpc("user.logout", [], { id: 2 })}]`;

    const answer = JSON.parse(await send(text)) as RpcAnswer[];

    expect(answer).toMatchObject([
      { result: "5", id: 1 },
      { error: { data: 'Invalid parameter "/": an array is expected.' }, id: null },
      { error: { data: 'Invalid parameter "/": the parameter "jsonrpc" is missing.' }, id: null },
      { result: true, id: 2 },
    ]);
  });
});

describe("a batch", () => {
  test("holds at most a hundred calls", async () => {
    const batch = (count: number) =>
      `[${Array.from({ length: count }, () => rpc("apiinfo.version")).join(",")}]`;

    expect(JSON.parse(await send(batch(100), null))).toHaveLength(100);
    expect(read(await send(batch(101), null))).toMatchObject({
      id: null,
      error: { code: -32600, data: "A batch may hold at most 100 calls." },
    });
  });

  test("is counted call by call", async () => {
    counted.length = 0;

    await send(`[${rpc("auditlog.get", { limit: 1 })},${rpc("user.logout")},${rpc("no.such")}]`);

    expect(counted).toEqual(["7", "further", "7", "further"]);
  });

  test("is not gone on with when nobody waits for the answer", async () => {
    const before = readings.length;

    const text = `[${rpc("auditlog.get")},${rpc("auditlog.get")}]`;
    await send(text, `Bearer ${TOKEN}`, AbortSignal.abort());

    expect(readings.length).toBe(before);
  });
});

describe("a method", () => {
  test.each([
    ["foo.get", 'Incorrect API "foo".'],
    ["foo", 'Incorrect API "foo".'],
    ["auditlog.put", 'Incorrect method "auditlog.put".'],
    ["auditlog", 'Incorrect method "auditlog".'],
    ["constructor.constructor", 'Incorrect API "constructor".'],
    ["user.__proto__", 'Incorrect method "user.__proto__".'],
  ])("that is not there is named: %s", async (method, data) => {
    expect(read(await send(rpc(method)))).toMatchObject({
      error: { code: -32601, message: "Method not found.", data },
    });
  });

  test("is found in any case of letters", async () => {
    expect(read(await send(rpc("ApiInfo.Version"), null)).result).toBe("7.0.0");
    expect(read(await send(rpc("AUDITLOG.GET", { countOutput: true }))).result).toBe("5");
  });

  test.each([
    ["apiinfo.version", []],
    ["user.login", { username: "x", password: TOKEN }],
    ["user.checkAuthentication", { token: TOKEN }],
  ])("that comes before signing in takes no header: %s", async (method, params) => {
    expect(read(await send(rpc(method, params)))).toMatchObject({
      error: {
        code: -32602,
        data: `The "${method}" method must be called without authorization header.`,
      },
    });
  });

  test("signs in with a token as the password and out again", async () => {
    const login = (params: object) => send(rpc("user.login", params), null).then(read);

    expect((await login({ username: "any", password: TOKEN })).result).toBe(TOKEN);
    expect((await login({ user: "any", password: TOKEN })).result).toBe(TOKEN);
    const data = await login({ user: "any", password: TOKEN, userData: true });
    expect(data.result).toEqual({ userid: "7", username: "example", sessionid: TOKEN });
    expect((await login({ user: "any", password: "x" })).error?.data).toBe("Not authorized.");
    expect((await login({ user: "any" })).error?.data).toBe(
      'Invalid parameter "/": the parameter "password" is missing.',
    );
    const check = await send(rpc("user.checkAuthentication", { token: TOKEN }), null);
    expect(read(check).result).toMatchObject({ userid: "7" });
    const out = await send(rpc("user.logout", [], { auth: TOKEN }), null);
    expect(read(out).result).toBe(true);
  });

  test("takes the token from the header or from the body, never two different ones", async () => {
    const text = rpc("auditlog.get", { countOutput: true }, { auth: TOKEN });

    expect(read(await send(text, null)).result).toBe("5");
    expect(read(await send(text)).result).toBe("5");
    expect(read(await send(text, "Bearer other")).error?.code).toBe(-32602);
    const refused = { code: -32602, message: "Invalid params.", data: "Not authorized." };
    const none = [null, "Bearer x", `bearer ${TOKEN}`, `Basic ${TOKEN}`];
    for (const header of none) {
      expect(read(await send(rpc("auditlog.get"), header)).error).toEqual(refused);
    }
  });

  test("is recorded with what was asked for, how many rows it gave and how long it took", async () => {
    readings.length = 0;

    await call({ limit: 2, auditids: [1, 2, 3] });
    await call({ limit: 0 });

    expect(readings).toMatchObject([
      { method: "auditlog.get", query: { limit: 2, auditids: [1, 2, 3] }, rows: 2 },
      { method: "auditlog.get", query: { limit: 0 }, rows: 0 },
    ]);
    expect(readings[0]?.startedAtMs).toBeGreaterThan(0);
  });
});

test("an answer holds each text as it is stored", async () => {
  const own = await makeCtx(db);
  const texts = ['"', "\\", "\t\n\r", "\u0001\u001f\u007f\u009f\u2028", "Проверка 😀", ""];
  await append(
    own,
    texts.map((text, at) => ({
      ...{ ...ENTRY, nativeId: String(at + 1), userAgent: `a${text}b` },
      ...{ timestampX: "2026-11-01T00:00:00+00:00", description: `c${text}d` },
    })),
  );
  const { result } = await openApi(own).call({
    output: ["userAgent", "description"],
    ...{ sortfield: "seq", sortorder: "ASC" },
  });
  expect(result).toEqual(
    texts.map((text) => ({ userAgent: `a${text}b`, description: `c${text}d` })),
  );
});
