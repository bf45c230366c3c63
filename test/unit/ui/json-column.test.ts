import { describe, expect, test } from "vitest";
import { jsonPathOf, jsonTextAt } from "../../../app/(frame)/p/[portalKey]/log/_ui/json-column.ts";

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

  test("is empty where the description has no keys", () => {
    expect(jsonTextAt("plain text", ["a"])).toBeNull();
  });
});
