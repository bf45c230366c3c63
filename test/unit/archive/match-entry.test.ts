import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../lib/archive/index.ts";
import { toPortalFilter } from "../../../lib/archive/entry-filter.ts";
import { entryMatcher } from "../../../lib/archive/match-entry.ts";

const entry = parseEntry({
  id: 1,
  severity: "SECURITY",
  auditTypeId: "USER_LOGIN",
  moduleId: "main",
  itemId: "Пётр.И",
  requestUri: "/Auth/?q=100%_x",
  userAgent: "Mozilla/5.0 (Bot)",
  description: `==${Buffer.from("Неверный ПАРОЛЬ").toString("base64")}`,
});

describe("conditions the portal cannot apply", () => {
  test.each(["пётр", "/auth/", "100%_x", "BOT", "user_login", "MAIN", "неверный пароль", "  bot "])(
    "find text in any field, whatever its case: %s",
    (text) => {
      expect(entryMatcher({ text })(entry)).toBe(true);
    },
  );

  test("find a word that JSON hides behind escapes", () => {
    const escaped = parseEntry({ id: 1, description: '{"a":"\\u0430\\u0431\\u0432"}' });

    expect(entryMatcher({ text: "АБВ" })(escaped)).toBe(true);
  });

  test("leave out other texts and severities", () => {
    expect(entryMatcher({ text: "100%%" })(entry)).toBe(false);
    expect(entryMatcher({ severities: ["INFO"] })(entry)).toBe(false);
    expect(entryMatcher({ severities: ["security"], text: "bot" })(entry)).toBe(true);
    expect(entryMatcher({})(entry)).toBe(true);
  });
});

describe("conditions for the portal", () => {
  test("name only fields it can filter, with times in whole seconds", () => {
    const filter = toPortalFilter({
      from: "2026-08-22T00:00:00.001+02:00",
      to: "2026-08-22T00:00:00Z",
      types: ["USER_LOGIN"],
      userIds: [14],
      before: "500",
    });

    expect(filter).toEqual([
      ["id", "<", 500],
      ["timestampX", ">=", "2026-08-21T22:00:01Z"],
      ["timestampX", "<", "2026-08-22T00:00:00Z"],
      ["auditTypeId", "in", ["USER_LOGIN"]],
      ["userId", "in", [14]],
    ]);
  });

  test("are left out when empty, and keep numbers exact", () => {
    expect(toPortalFilter({ types: [], userIds: [] })).toEqual([]);
    expect(toPortalFilter({ id: "9007199254740993" })).toEqual([["id", "=", "9007199254740993"]]);
  });
});
