import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseForm } from "../../../lib/b24/parse-form.ts";
import { ActivityForm, EventForm, OpenForm } from "../../../lib/b24/schemas.ts";
import { toQuery } from "../../../lib/b24/call.ts";

const folder = new URL("../../fixtures/platform/", import.meta.url);

interface Posted {
  case: string;
  direction: string;
  request: { rawBody?: string; form?: Record<string, unknown> };
}

const posted = readdirSync(folder)
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Posted)
  .filter((sample) => sample.direction === "portal->app");

function schemaFor(name: string) {
  if (/^(activity|robot)-call/.test(name)) return ActivityForm;
  return /^(install|open)-/.test(name) ? OpenForm : EventForm;
}

describe("parseForm", () => {
  test.each(posted.map((sample) => [sample.case, sample] as const))(
    "reads the body of %s as it was sent",
    (_name, sample) => {
      expect(parseForm(sample.request.rawBody ?? "")).toEqual(sample.request.form);
    },
  );

  test.each(posted.map((sample) => [sample.case, sample] as const))(
    "the door's schema accepts %s",
    (name, sample) => {
      const parsed = schemaFor(name).safeParse(parseForm(sample.request.rawBody ?? ""));

      expect(parsed.error?.issues).toBeUndefined();
    },
  );

  test("keeps more than twenty items of a list as a list", () => {
    const body = Array.from({ length: 40 }, (_, index) => `a[${index}]=${index}`).join("&");

    expect((parseForm(body)["a"] as string[]).length).toBe(40);
  });

  test("does not reach the prototype", () => {
    parseForm("__proto__[polluted]=1&constructor[prototype][polluted]=1");

    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("refuses a form of too many fields", () => {
    expect(() => parseForm("a=1&".repeat(20_001))).toThrow(/fields/);
  });
});

describe("toQuery", () => {
  test("writes nested values so that they are read back the same", () => {
    const params = { A: { b: ["x", "y & z"], c: "ё=1" }, D: "plain" };

    expect(parseForm(toQuery(params))).toEqual(params);
  });
});
