import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../lib/archive/index.ts";

const folder = join(import.meta.dirname, "../../fixtures/platform");
const variety = JSON.parse(readFileSync(join(folder, "eventlog-entries.variety.json"), "utf8")) as {
  items: { id: number }[];
};

describe("an entry of the portal", () => {
  test("keeps its own time beside the time in UTC", () => {
    const entry = parseEntry({ id: 839, timestampX: "2026-08-30T15:50:24+03:00" });

    expect(entry).toMatchObject({
      id: "839",
      at: "2026-08-30T12:50:24Z",
      timestampX: "2026-08-30T15:50:24+03:00",
    });
  });

  test("is read although most of it is missing or of another type", () => {
    const entry = parseEntry({
      id: "12345678901234567",
      severity: "VERBOSE",
      auditTypeId: [],
      itemId: 7,
      userAgent: {},
      userId: "14",
      guestId: null,
      description: [],
    });

    expect(entry).toEqual({
      id: "12345678901234567",
      nativeId: "12345678901234567",
      source: "portal",
      at: "1970-01-01T00:00:00Z",
      timestampX: "",
      severity: "VERBOSE",
      auditTypeId: "UNKNOWN",
      moduleId: "",
      itemId: "7",
      remoteAddr: "",
      userAgent: null,
      requestUri: "",
      siteId: null,
      userId: 14,
      userName: null,
      guestId: null,
      description: null,
    });
  });

  test("keeps a user that is 0 apart from none", () => {
    expect(parseEntry({ id: 1, userId: 0 }).userId).toBe(0);
    expect(parseEntry({ id: 1, userId: "" }).userId).toBeNull();
  });

  test("has no user where the portal gives a number that no user can have", () => {
    expect(parseEntry({ id: 1, userId: 2_147_483_648 }).userId).toBeNull();
    expect(parseEntry({ id: 1, userId: 2_147_483_647 }).userId).toBe(2_147_483_647);
  });

  test("is counted up to the greatest number the archive can hold", () => {
    expect(parseEntry({ id: "9223372036854775807" }).id).toBe("9223372036854775807");
    expect(() => parseEntry({ id: "9223372036854775808" })).toThrow(
      expect.objectContaining({ code: "portal_unavailable" }),
    );
  });

  test("without a number is refused as an answer nobody can use", () => {
    expect(() => parseEntry({ timestampX: "2026-08-30T15:50:24+03:00" })).toThrow(
      expect.objectContaining({ code: "portal_unavailable" }),
    );
  });

  test.each(variety.items.map((item) => [item.id, item] as const))(
    "of the variety sample is read: %i",
    (id, item) => {
      const entry = parseEntry(item);

      expect(entry.id).toBe(String(id));
      expect(entry.at).toMatch(/^2026-08-25T07:\d\d:00Z$/);
      expect(JSON.stringify(entry)).not.toMatch(/FAKE|10000000000/);
    },
  );
});
