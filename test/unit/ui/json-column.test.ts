import { describe, expect, test } from "vitest";
import { pickedOf } from "../../../app/(frame)/p/[portalKey]/log/_ui/field-words.ts";
import {
  jsonColumnId,
  jsonPathOf,
  jsonTextAt,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/json-column.ts";
import { makeEntry } from "./make-entry.ts";

const description = JSON.stringify({ request: { id: "r1", tries: 3 }, list: [{ a: true }] });

describe("a column of a key of the description", () => {
  test("is told from the other columns by its name", () => {
    expect(jsonPathOf("json.request.id")).toEqual(["request", "id"]);
    expect(jsonPathOf("time")).toBeNull();
  });

  test.each([
    [["request", "id"], "r1"],
    [["request", "tries"], "3"],
    [["list", "0", "a"], "true"],
    [["request"], '{"id":"r1","tries":3}'],
    [["request", "gone"], null],
    [["constructor"], null],
  ])("shows the value at %j", (path, text) => {
    expect(jsonTextAt(description, path)).toBe(text);
  });

  test("is there only for keys that its name leads back to", () => {
    expect(jsonColumnId(["request", "id"])).toBe("json.request.id");
    for (const path of [[], ["a.b"], ["a b"], ["a,b"], [""], ["x".repeat(81)]]) {
      expect(jsonColumnId(path)).toBeNull();
    }
  });

  test("is empty where the description has no keys", () => {
    expect(jsonTextAt("plain text", ["a"])).toBeNull();
  });
});

describe("a cell", () => {
  const entry = makeEntry("1", {
    description: JSON.stringify({ id: "r1", tries: 3, rate: 1.5, list: [1] }),
    userAgent: "ExampleBrowser/12.0",
    guestId: 4711,
  });

  test.each([
    ["uri", { field: "uri", value: "/" }],
    ["agent", { field: "ua", value: "ExampleBrowser/12.0" }],
    ["site", { field: "site", value: "s1" }],
    ["guest", { field: "guest", value: "4711" }],
    ["json.id", { field: "json", path: ["id"], value: "r1" }],
    ["json.tries", { field: "json", path: ["tries"], value: "3" }],
    ["json.gone", { field: "json", path: ["gone"], value: "" }],
  ])("of %s stands for a condition", (column, picked) => {
    expect(pickedOf(column, entry)).toEqual(picked);
  });

  test.each(["json.rate", "json.list", "time", "description"])(
    "of %s stands for none",
    (column) => {
      expect(pickedOf(column, entry)).toBeNull();
    },
  );

  test("of a key stands for none where a query sees more than the column", () => {
    const hidden = makeEntry("1", { description: `==${btoa('{"id":"r1"}')}` });

    expect(pickedOf("json.id", hidden)).toBeNull();
  });
});
