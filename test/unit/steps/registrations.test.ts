import { describe, expect, test } from "vitest";
import { findStep, stepCatalogue, stepRegistrations, steps } from "../../../lib/steps/index.ts";

const TYPES = [
  "bool",
  "date",
  "datetime",
  "double",
  "file",
  "int",
  "select",
  "string",
  "text",
  "user",
];

describe("the steps", () => {
  test("are found by the code of the designer and of the automation rule", () => {
    expect(findStep("logbook_search")?.code).toBe("logbook_search");
    expect(findStep("logbook_search_robot")?.code).toBe("logbook_search");
    expect(findStep("toString")).toBeNull();
  });

  test("keep their permanent codes and keys", () => {
    const step = findStep("logbook_search");

    expect(step?.properties.map(({ key }) => key)).toEqual([
      "period",
      "from",
      "to",
      "event_types",
      "users",
      "severities",
      "text",
      "query",
      "limit",
    ]);
    expect(step?.returnProperties.map(({ key }) => key)).toEqual([
      "status",
      "message",
      "found",
      "count",
      "entry_ids",
      "first_at",
      "last_at",
      "summary",
      "link",
    ]);
  });
});

test("the step that writes keeps its permanent codes and keys, and never lets a process wait", () => {
  const step = findStep("logbook_record_robot");

  expect(step?.code).toBe("logbook_record");
  expect(step?.properties.map(({ key }) => key)).toEqual([
    "title",
    "severity",
    "text",
    "user",
    "extra_json",
  ]);
  expect(step?.isWaiting).toBe(false);
});

test("the step that waits keeps its permanent codes and keys", () => {
  const step = findStep("logbook_wait_robot");

  expect(step?.code).toBe("logbook_wait");
  expect(step?.properties.map(({ key }) => key)).toEqual(["query", "wait_for"]);
  expect(step?.returnProperties.map(({ key }) => key)).toContain("waited");
  expect(step?.limitSeconds?.({ wait_for: "5" })).toBe(300);
});

const inThreeLanguages = {
  en: expect.stringMatching(/\S/) as string,
  ru: expect.stringMatching(/\S/) as string,
  de: expect.stringMatching(/\S/) as string,
};

describe("registrations", () => {
  const all = stepRegistrations("https://app.example.com", 7);

  test("are one activity and one rule for each step, with codes of their own", () => {
    expect(all).toHaveLength(steps.length * 2);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    expect(all.map(({ kind }) => kind)).toEqual(steps.flatMap(() => ["activity", "robot"]));
  });

  test.each(all)("are what the platform accepts: $code", ({ code, fields }) => {
    expect(code).toMatch(/^[a-zA-Z0-9._-]{1,128}$/);
    expect(fields).toMatchObject({
      HANDLER: `https://app.example.com/b24/activity/${code}`,
      AUTH_USER_ID: 7,
      USE_PLACEMENT: "Y",
      PLACEMENT_HANDLER: `https://app.example.com/b24/settings/${code}`,
      NAME: { ...inThreeLanguages, ru: expect.stringMatching(/[а-я]/) as string },
      DESCRIPTION: inThreeLanguages,
    });
    for (const part of [fields["PROPERTIES"], fields["RETURN_PROPERTIES"]]) {
      const properties = part as Record<string, Record<string, unknown>>;
      expect(Object.keys(properties).length).toBeLessThan(30);
      expect(JSON.stringify(properties).length).toBeLessThan(65_000);
      for (const [key, property] of Object.entries(properties)) {
        expect(key).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(TYPES).toContain(property["Type"]);
        for (const text of [property["Name"], property["Description"]]) {
          expect(text, key).toEqual(inThreeLanguages);
        }
      }
    }
  });

  test("are shown by name in the interface's language", () => {
    expect(stepCatalogue("ru")[0]).toMatchObject({ code: "logbook_search", kind: "activity" });
    expect(stepCatalogue("ru")[0]?.name).toMatch(/Журнал/);
    expect(stepCatalogue("de")[0]?.name).toMatch(/Logbook/);
  });
});
