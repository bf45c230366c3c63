import { describe, expect, test } from "vitest";
import { collectSecrets, maskExchange } from "../../../lib/portals/mask-exchange.ts";

const KEPT_BYTES = 8 * 1024;
const token = "6901f6fc|A40364|SX6gRlDYkqJDMjVVCDvFTCQWhBk4grBd.89b0";
const hex = "ab".repeat(35);

function kept(value: unknown, secrets: string[] = []) {
  return maskExchange({ value, secrets });
}

describe("what is kept of a request or an answer", () => {
  test("loses what stands under a secret name, whatever it is", () => {
    const given = {
      auth: hex,
      EVENT_TOKEN: token,
      client_secret: ["a", { b: 1 }],
      refresh_token: 12,
      password: null,
      isSigned: true,
      id: 7,
    };

    expect(kept(given).value).toEqual({
      auth: "***",
      EVENT_TOKEN: "***",
      client_secret: "***",
      refresh_token: "***",
      password: null,
      isSigned: true,
      id: 7,
    });
  });

  test("loses secrets inside texts: addresses, lines of a batch, long hexadecimal runs", () => {
    const given = [
      `bizproc.event.send?EVENT_TOKEN=${encodeURIComponent(token)}&LOG_MESSAGE=ok`,
      `https://a.example.com/rest/1/k3yk3yk3y/profile?x=1`,
      `expired: ${hex}`,
    ];

    expect(kept(given).value).toEqual([
      "bizproc.event.send?EVENT_TOKEN=***&LOG_MESSAGE=ok",
      "https://a.example.com/rest/1/***/profile?x=1",
      "expired: ***",
    ]);
  });

  test("loses the request's secrets also where no name tells, plain or encoded", () => {
    const secrets = collectSecrets(
      { cmd: [{ params: { EVENT_TOKEN: token } }] },
      { isForm: false },
    );
    const echoed = `Unknown ${token}, as ${encodeURIComponent(token)}`;

    expect(kept({ error_description: echoed }, secrets).value).toEqual({
      error_description: "Unknown ***, as ***",
    });
  });

  test("a form to the auth server also loses its code", () => {
    const form = { grant_type: "authorization_code", code: "0123456789abcdef", client_id: "app.1" };

    const { value } = maskExchange({ value: form, secrets: [], isForm: true });

    expect(value).toEqual({ grant_type: "authorization_code", code: "***", client_id: "app.1" });
    expect(collectSecrets(form, { isForm: true })).toEqual(["0123456789abcdef"]);
  });

  test("rows of the event log are masked by the rules of their type", () => {
    const items = [
      { auditTypeId: "MESSAGE_SMS", description: "Code 1234 to +1 202 555 0100" },
      { auditTypeId: "USER_DELETE", description: '{"PERSONAL_PHONE":"+1 000","ID":"5"}' },
      { auditTypeId: "PAGE_EDIT", requestUri: "/a?sessid=12&code=34" },
    ];

    const text = JSON.stringify(kept({ result: { items } }).value);

    expect(text).not.toMatch(/555|\+1 000|=12|=34/);
  });
});

describe("the cap", () => {
  test("leaves small values whole", () => {
    expect(kept({ result: [1, "two", { three: 3 }] })).toEqual({
      value: { result: [1, "two", { three: 3 }] },
      isCut: false,
    });
  });

  test.each([
    ["a long list", Array.from({ length: 1_000 }, (_, id) => ({ id, name: "x".repeat(40) }))],
    ["a wide record", Object.fromEntries(Array.from({ length: 9_000 }, (_, id) => [`f${id}`, id]))],
    ["a long text", "слово ".repeat(20_000)],
    ["a page of HTML", `<html>${"<p>".repeat(90_000)}`],
    ["a list of empty values", Array.from({ length: 90_000 }, () => null)],
  ])("cuts %s and says so", (_name, value) => {
    const { value: rest, isCut } = kept(value);
    const bytes = Buffer.byteLength(JSON.stringify(rest));

    expect(isCut).toBe(true);
    expect(bytes).toBeGreaterThan(KEPT_BYTES / 2);
    expect(bytes).toBeLessThan(KEPT_BYTES + 200);
  });

  test("a list that is cut says how much is missing", () => {
    const { value } = kept(Array.from({ length: 5_000 }, () => "0123456789"));
    const rest = value as string[];

    expect(rest.at(-1)).toBe(`… +${5_000 - rest.length + 1}`);
  });

  test("never keeps the first half of a secret", () => {
    const text = `${"a ".repeat(32 * 1024 - 20)}${hex}`;

    expect(JSON.stringify(kept(text).value)).not.toContain("abab");
  });

  test("survives depth, NUL, half characters and hostile names", () => {
    let deep: unknown = "end";
    for (let level = 0; level < 5_000; level += 1) deep = [deep];
    const given = JSON.parse(`{"__proto__":{"x":"a\\u0000b\\ud800"}}`) as unknown;

    expect(kept(deep).isCut).toBe(true);
    expect(JSON.stringify(kept(given).value)).toBe(`{"__proto__":{"x":"a\ufffdb\ufffd"}}`);
  });

  test("costs little for an answer of many megabytes", () => {
    const items = Array.from({ length: 20_000 }, (_, id) => ({ id, text: "auth=1&x ".repeat(90) }));
    const tookMs = Array.from({ length: 10 }, () => {
      const startedAt = performance.now();
      kept({ result: { items } });
      return performance.now() - startedAt;
    });

    // The best of them: a busy machine holds up some.
    expect(Math.min(...tookMs)).toBeLessThan(100);
  });
});
