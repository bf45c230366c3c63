import { describe, expect, test } from "vitest";
import { childEnv, parseEnv, parseSecrets } from "../../lib/env.ts";
import { isAppError } from "../../lib/errors.ts";

const key = Buffer.alloc(32, 7).toString("base64");

function refusal(source: Record<string, string>): string {
  try {
    parseEnv(source);
  } catch (error) {
    if (isAppError(error, "config_invalid")) return error.message;
    throw error;
  }
  return "";
}

describe("an environment", () => {
  test("may be empty: everything has a default for a first start", () => {
    const parsed = parseEnv({});

    expect(parsed).toMatchObject({
      PORT: 3000,
      APP_URL: "http://127.0.0.1:3000",
      DATA_DIR: ".data",
      B24_ALLOW_PRIVATE_HOSTS: false,
      TRUST_PROXY: 0,
      REST_LOG_DAYS: 3,
    });
    expect(parsed.DATABASE_URL).toBeUndefined();
  });

  test("counts an empty value as not set", () => {
    expect(parseEnv({ PORT: "", DATABASE_URL: "" }).PORT).toBe(3000);
  });

  test("follows the port in the default address and keeps only the origin of a given one", () => {
    expect(parseEnv({ PORT: "8080" }).APP_URL).toBe("http://127.0.0.1:8080");
    expect(parseEnv({ APP_URL: "https://logbook.example.com/path?x=1" }).APP_URL).toBe(
      "https://logbook.example.com",
    );
  });

  test("names every bad variable together and none of their values", () => {
    const message = refusal({
      PORT: "70000",
      DATABASE_URL: "mysql://user:hidden-value@host/db",
      METRICS_TOKEN: "hidden-value",
      APP_SECRETS: "k1:hidden-value",
    });

    for (const name of ["PORT", "DATABASE_URL", "METRICS_TOKEN", "APP_SECRETS"]) {
      expect(message).toContain(name);
    }
    expect(message).not.toContain("hidden-value");
  });

  test.each([
    ["APP_URL", "logbook.example.com"],
    ["APP_URL", "ftp://logbook.example.com"],
    ["B24_AUTH_HOSTS", " , "],
    ["B24_ALLOW_PRIVATE_HOSTS", "yes"],
    ["TRUST_PROXY", "-1"],
    ["LOG_LEVEL", "verbose"],
    ["APP_SECRETS", `bad id:${key}`],
  ])("with %s set to %j stops the start", (name, value) => {
    expect(refusal({ [name]: value })).toContain(name);
  });

  test("takes lists with spaces and an odd comma", () => {
    const parsed = parseEnv({
      B24_AUTH_HOSTS: "https://auth.example.com/x , https://second.example.com,",
      JOB_ALLOW_HOSTS: " Jobs.Example.com,,other.example.com ",
    });

    expect(parsed.B24_AUTH_HOSTS).toEqual([
      "https://auth.example.com",
      "https://second.example.com",
    ]);
    expect(parsed.JOB_ALLOW_HOSTS).toEqual(["jobs.example.com", "other.example.com"]);
  });

  test("keeps the order of the secrets, because the first one seals", () => {
    const ring = parseEnv({ APP_SECRETS: `k2:${key}, k1:${key}` }).APP_SECRETS;

    expect(ring?.map(({ id }) => id)).toEqual(["k2", "k1"]);
    expect(ring?.[0]?.key).toHaveLength(32);
  });
});

test("stored secrets that cannot be read are refused without being shown", () => {
  expect(() => parseSecrets("k1:broken-value")).toThrow("not usable");
  expect(() => parseSecrets("k1:broken-value")).not.toThrow("broken-value");
});

test("a child process inherits the machine's variables and what is added, also a removal", () => {
  const child = childEnv({ LOGBOOK_ADDED: "1", PATH: undefined });

  expect(child["LOGBOOK_ADDED"]).toBe("1");
  expect(child["PATH"]).toBeUndefined();
  expect(child["NODE_ENV"]).toBe("test");
});
