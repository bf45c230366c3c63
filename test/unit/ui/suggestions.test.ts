import { describe, expect, test } from "vitest";
import { suggest } from "../../../app/(frame)/p/[portalKey]/log/_ui/suggestions.ts";
import { loadEventWords } from "../../../lib/archive/shared.ts";
import { makeEntry } from "./make-entry.ts";

const events = await loadEventWords("en");

const anna = { id: 3, name: "Anna Petrova", photoUrl: null, isActive: true, isKnown: true };
const sources = { rows: [makeEntry("1", { auditTypeId: "OWN_CODE" })], users: { 3: anna } };

function at(text: string, caret = text.length, counted = [] as { value: string; count: number }[]) {
  return suggest({
    text,
    caret,
    sources,
    counted: counted.map((one) => ({ ...one, label: null })),
    events,
    label: ({ name }) => `Label of ${name}`,
    newAddress: "new address of the user",
    views: [
      { id: "1", name: "Night shift", q: "hour:<8" },
      { id: "2", name: "Everything", q: "" },
    ],
  });
}

describe("suggestions", () => {
  test("are fields, for a word that begins like one of their names", () => {
    expect(at("us").map(({ next }) => next.text)).toContain("user:");
    expect(at("office sever").map(({ next }) => next.text)).toEqual(["office sev:"]);
    expect(at("zzz")).toEqual([]);
  });

  test("are what the archive says about entries, found by words too", () => {
    const found = at("is:user").map(({ title, next }) => [title, next.text]);

    expect(found).toEqual([["new address of the user", "is:new-address "]]);
  });

  test("are saved views with a query, for the beginning of their names", () => {
    expect(at("night").find(({ kind }) => kind === "view")?.next.text).toBe("hour:<8");
    expect(at("user night").filter(({ kind }) => kind === "view")).toEqual([]);
    expect(at("every").filter(({ kind }) => kind === "view")).toEqual([]);
  });

  test("are values of the field, found by their titles too, those that begin so first", () => {
    const byName = at("user:petr");
    const byTitle = at("type:OWN");

    expect(byName.map(({ title, next }) => [title, next.text])).toEqual([
      ["Anna Petrova", "user:3 "],
    ]);
    expect(byTitle[0]?.next.text).toBe("type:OWN_CODE ");
  });

  test("put what occurs most first, with its number", () => {
    const found = at("module:", undefined, [
      { value: "main", count: 4 },
      { value: "crm", count: 90 },
    ]);

    expect(found.map(({ title, note }) => [title, note])).toEqual([
      ["crm", "× 90"],
      ["main", "× 4"],
    ]);
  });

  test("write a value so that it is read as one", () => {
    const [found] = at("item:", undefined, [{ value: "a b", count: 1 }]);

    expect(found?.next.text).toBe('item:"a b" ');
  });

  test("stand in for the word at the caret only", () => {
    const [found] = at("sev:ERR office", 7);

    expect(found?.next).toEqual({ text: "sev:ERROR office", caret: 9 });
  });
});
