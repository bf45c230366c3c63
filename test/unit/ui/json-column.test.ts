import { describe, expect, test } from "vitest";
import { pickedOf } from "../../../app/(frame)/p/[portalKey]/log/_ui/field-words.ts";
import {
  jsonColumnOf,
  jsonPathOf,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/json-column.ts";
import { jsonTextAt } from "../../../app/(frame)/p/[portalKey]/log/_ui/json-value.ts";
import { addTerm, printQuery } from "../../../lib/filter/shared.ts";
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

  test.each([
    [["request", "id"], "json.request.id"],
    [["list", "0"], "json.list.0"],
    [["a.b"], null],
    [["a b"], null],
    [["a,b"], null],
    [[""], null],
    [[], null],
  ])("is made of the keys %j only where their names can stand in its own", (path, id) => {
    expect(jsonColumnOf(path)).toBe(id);
  });

  test("is empty where the description has no keys", () => {
    expect(jsonTextAt("plain text", ["a"])).toBeNull();
  });
});

describe("a cell of a column that is not shown at first", () => {
  const entry = makeEntry("12", {
    ...{ requestUri: "/a b", userAgent: null, siteId: "s1", guestId: 7 },
    description: JSON.stringify({ request: { id: "r1", tries: 3, note: "" }, list: [{ a: 1 }, 5] }),
  });

  test.each([
    ["uri", 'uri:"/a b"'],
    ["agent", "-ua:*"],
    ["site", "site:s1"],
    ["guest", "guest:7"],
    ["number", "id:12"],
    ["json.request.id", "json.request.id:r1"],
    ["json.request.tries", "json.request.tries:3"],
    ["json.list.1", "json.list:5"],
    ["json.gone.id", "-json.gone.id:*"],
  ])("of %s stands for %s in a query", (column, q) => {
    const picked = pickedOf(column, entry);

    expect(picked === null ? null : printQuery(addTerm(null, picked))).toBe(q);
  });

  test.each(["json.request", "json.request.note", "description"])(
    "of %s stands for nothing that can be asked for",
    (column) => {
      expect(pickedOf(column, entry)).toBeNull();
    },
  );

  test("of a value too long for a query stands for nothing", () => {
    expect(pickedOf("uri", { ...entry, requestUri: "/".repeat(501) })).toBeNull();
  });
});
