import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  isAsked,
  readDialogOptions,
} from "../../../app/(frame)/p/[portalKey]/step-settings/_ui/dialog-options.ts";
import { queryFaults } from "../../../app/(frame)/p/[portalKey]/step-settings/_ui/query-faults.ts";
import {
  sayValues,
  titlesOf,
} from "../../../app/(frame)/p/[portalKey]/step-settings/_ui/say-values.ts";
import { getStep } from "../../../lib/steps/index.ts";

const step = getStep({ code: "logbook_search", lang: "en" });
const properties = Object.fromEntries(step.properties.map(({ key }) => [key, { Id: key }]));

function read(options: Record<string, unknown>) {
  return readDialogOptions({ code: "logbook_search", properties, ...options }, step);
}

describe("what the designer hands over", () => {
  test("is read as the platform sends it, as an object or as text", () => {
    const file = new URL(
      "../../fixtures/platform/open-activity-settings.post.json",
      import.meta.url,
    );
    const sample = JSON.parse(readFileSync(file, "utf8")) as {
      request: { form: { PLACEMENT_OPTIONS: string } };
    };
    const text = sample.request.form.PLACEMENT_OPTIONS;
    const [first] = step.properties;
    if (first === undefined) expect.fail("no property");
    const message = { ...first, key: "message" };
    const own = { ...step, code: "send_message", properties: [message] };

    const options = readDialogOptions(text, own);

    expect(options?.properties).toMatchObject([{ id: "message", isRequired: true }]);
    expect(options?.values.get("message")).toEqual(["Hello {=Document:TITLE}"]);
    expect(options?.groups).toEqual([
      {
        kind: "document",
        title: null,
        values: [{ expression: "{=Document:TITLE}", title: "Name" }],
      },
    ]);
    expect(readDialogOptions(JSON.parse(text), own)).toEqual(options);
  });

  test("may spell names and parts of properties in other letters, with Y and N", () => {
    const options = read({
      properties: {
        EVENT_TYPES: { MULTIPLE: "Y", REQUIRED: "N" },
        Query: { multiple: "N", required: "1" },
        period: { Multiple: false },
      },
      current_values: { event_types: { "0": "USER_LOGIN", "3": "USER_LOGOUT" }, PERIOD: "week" },
    });

    expect(
      options?.properties.map(({ id, key, isMultiple, isRequired }) => [
        ...[id, key, isMultiple, isRequired],
      ]),
    ).toEqual([
      ["period", "period", false, false],
      ["EVENT_TYPES", "event_types", true, false],
      ["Query", "query", false, true],
    ]);
    expect(options?.values.get("EVENT_TYPES")).toEqual(["USER_LOGIN", "USER_LOGOUT"]);
    expect(options?.values.get("period")).toEqual(["week"]);
    expect(options?.missing).toContain("Severities");
  });

  test("keeps values as texts, whatever they were, and says nothing of those never set", () => {
    const options = read({ current_values: { limit: 5, text: true, query: null, users: [] } });

    expect([...(options?.values ?? [])]).toEqual([
      ["users", []],
      ["text", ["Y"]],
      ["query", []],
      ["limit", ["5"]],
    ]);
  });

  test("offers the values of the template, and results of steps before, by their expressions", () => {
    const options = read({
      template: {
        parameters: { Approver: { Name: "Who approves" } },
        variables: [],
        constants: { Net: { NAME: "Network" } },
        global_variables: { Mark: {} },
        return_activities: [
          { Id: "A1_2_3_4", Title: "Search", Return: { count: { Name: "Number of entries" } } },
        ],
      },
    });

    const titles = titlesOf(options?.groups ?? []);

    expect(Object.fromEntries(titles)).toEqual({
      "{=Template:Approver}": "Who approves",
      "{=Constant:Net}": "Network",
      "{=GlobalVar:Mark}": "Mark",
      "{=A1_2_3_4:count}": "Search: Number of entries",
    });
    expect(sayValues("user:{=Template:Approver} {=Template:Other}", titles)).toBe(
      "user:[Who approves] {=Template:Other}",
    );
  });

  test.each([
    ["nothing", null],
    ["an empty text", ""],
    ["a word", "undefined"],
    ["a list", []],
    ["another step's", { code: "logbook_wait", properties }],
    ["no properties", { code: "logbook_search" }],
    ["properties that are none", { code: "logbook_search", properties: "query" }],
    ["a code that is no text", { code: { x: 1 }, properties }],
  ])("is refused when it is %s", (_what, given) => {
    expect(readDialogOptions(given, step)).toBeNull();
  });

  test("reaches no object of ours and no expression by its names", () => {
    const hostile = JSON.parse(
      '{"__proto__":{"Name":"x"},"constructor":{"Name":"y"},"A}{=B":{"Name":"z"},"OK":{"Name":["w"]}}',
    ) as unknown;

    const options = read({
      document_fields: hostile,
      current_values: hostile,
      template: { return_activities: [{ Id: "{=}", Return: hostile }] },
    });

    expect(options?.values.size).toBe(0);
    expect(
      options?.groups.flatMap(({ values }) => values.map(({ expression }) => expression)),
    ).toEqual(["{=Document:__proto__}", "{=Document:constructor}", "{=Document:OK}"]);
    expect(({} as Record<string, unknown>)["Name"]).toBeUndefined();
  });
});

describe("a property that counts only beside another value", () => {
  const options = read({});
  const { properties = [] } = options ?? {};
  const from = properties.find(({ key }) => key === "from");
  const asked = (values: Record<string, string[]>) => {
    if (from === undefined) expect.fail("no property");
    return isAsked(from, { properties, of: ({ key }) => values[key] ?? [] });
  };

  test.each([
    ["not with another one", { period: ["day"] }, false],
    ["with that value", { period: ["custom"] }, true],
    ["with one that only the process will know", { period: ["{=Variable:Period}"] }, true],
    ["when it is set already", { period: ["day"], from: ["01.09.2026"] }, true],
  ])("is asked for: %s", (_what, values, isExpected) => {
    expect(asked(values)).toBe(isExpected);
  });
});

describe("a query with values of the process", () => {
  test("is judged only where it is known, at its true places", () => {
    expect(queryFaults("ip:{=Constant:Net} user:{=Document:ASSIGNED_BY_ID}")).toEqual([]);

    const [fault] = queryFaults("ip:{=Constant:Net} ip:300");

    expect(fault?.at).toEqual({ start: 22, end: 25 });
    expect(queryFaults("type:USER_LOGIN")).toEqual([]);
  });
});
