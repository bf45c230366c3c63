import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "../../lib/errors.ts";
import { log } from "../../lib/log.ts";

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

function written(): Record<string, unknown> {
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? "") as Record<string, unknown>;
}

describe("a happening", () => {
  test("is one line of JSON with time, level, name and fields", () => {
    log("error", "portal.call_failed", { portalId: 12n, method: "app.info", count: 3, list: [1] });

    expect(lines[0]).toMatch(/^\{.*\}\n$/);
    expect(written()).toMatchObject({
      level: "error",
      event: "portal.call_failed",
      portalId: "12",
      method: "app.info",
      count: 3,
      list: [1],
      pid: process.pid,
    });
    expect(Date.parse(String(written()["at"]))).not.toBeNaN();
  });

  test("below the set level is not written", () => {
    log("warn", "portal.call_slow");

    expect(lines).toEqual([]);
  });

  test("with line breaks in a value stays one line", () => {
    log("error", "x", { text: "a\nb" });

    expect(lines.join("").trim().split("\n")).toHaveLength(1);
  });
});

describe("secrets", () => {
  test.each([
    "accessToken",
    "refresh_token",
    "AUTH_ID",
    "application_token",
    "clientSecret",
    "password",
    "Authorization",
    "cookie",
    "body",
    "form",
    "description",
  ])("under the name %s are blanked, also inside other fields", (name) => {
    log("error", "x", { [name]: "s3cret-value", inner: { [name]: { deep: "s3cret-value" } } });

    expect(lines[0]).not.toContain("s3cret-value");
    expect(written()[name]).toBe("***");
  });

  test.each([
    "https://p.example.com/rest/app.info?auth=abc123secret&x=1",
    "client_secret=abc123secret",
    `token was ${"ab12".repeat(10)}`,
  ])("inside the text %j are blanked", (text) => {
    log("error", "x", { text });

    expect(lines[0]).not.toMatch(/abc123secret|(ab12){10}/);
    expect(lines[0]).toContain("***");
  });

  test("inside an error's message, stack and cause are blanked, its codes stay", () => {
    const cause = new Error("GET /rest?auth=abc123secret");
    const error = new AppError("portal_unavailable", "auth=abc123secret", {
      cause,
      platformCode: "INTERNAL",
    });

    log("error", "x", { error });

    expect(lines[0]).not.toContain("abc123secret");
    expect(written()["error"]).toMatchObject({
      name: "AppError",
      code: "portal_unavailable",
      platformCode: "INTERNAL",
      cause: { name: "Error" },
    });
  });
});

test("a very long text is cut", () => {
  log("error", "x", { text: "long ".repeat(10_000) });

  expect(lines[0]?.length).toBeLessThan(3_000);
});
