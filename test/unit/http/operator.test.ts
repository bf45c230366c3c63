import { describe, expect, test } from "vitest";
import { PEER_HEADER } from "../../../lib/http/client-address.ts";
import { isOperator } from "../../../lib/http/operator.ts";

const LOCAL = { METRICS_TOKEN: undefined, HOST: "127.0.0.1", TRUST_PROXY: 0 };
const TOKEN = "token-of-the-operator";

function from(peer: string | null, headers: Record<string, string> = {}): Request {
  const all = { ...headers, ...(peer === null ? {} : { [PEER_HEADER]: peer }) };
  return new Request("http://localhost/api/metrics", { headers: all });
}

describe("without a token the operator", () => {
  test.each(["127.0.0.1", "::1", "::ffff:127.0.0.1"])("is who asks from %s", (peer) => {
    expect(isOperator(from(peer), LOCAL)).toBe(true);
  });

  test("is not told by what the caller writes about itself", () => {
    const claim = { "x-forwarded-for": "127.0.0.1" };

    expect(isOperator(from("203.0.113.5", claim), LOCAL)).toBe(false);
    expect(isOperator(from(null, claim), LOCAL)).toBe(false);
  });

  test("is nobody behind a proxy, whose own address every caller has", () => {
    expect(isOperator(from("127.0.0.1"), { ...LOCAL, TRUST_PROXY: 1 })).toBe(false);
  });

  test("is nobody where the server listens to other machines", () => {
    expect(isOperator(from("127.0.0.1"), { ...LOCAL, HOST: "0.0.0.0" })).toBe(false);
  });
});

test("with a token the operator is who has it, from anywhere", () => {
  const settings = { METRICS_TOKEN: TOKEN, HOST: "0.0.0.0", TRUST_PROXY: 1 };

  expect(isOperator(from(null, { authorization: `Bearer ${TOKEN}` }), settings)).toBe(true);
  expect(isOperator(from("127.0.0.1"), settings)).toBe(false);
  expect(isOperator(from("127.0.0.1", { authorization: "Bearer other" }), settings)).toBe(false);
});
