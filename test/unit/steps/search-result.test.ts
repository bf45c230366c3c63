import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../lib/archive/index.ts";
import { toLink } from "../../../lib/steps/search/link.ts";
import type { Missing } from "../../../lib/steps/search/missing.ts";
import {
  foundText,
  loadingText,
  resultText,
  summaryText,
} from "../../../lib/steps/search/texts.ts";

const nothing: Missing = { knownFrom: null, lost: [], removedTo: null };
const lost = (hour: number) => ({
  from: `2026-09-01T0${hour}:00:00Z`,
  to: `2026-09-01T0${hour}:30:00Z`,
});

describe("the words of a search", () => {
  test("tell progress in the portal's language", () => {
    expect(loadingText(38, "en")).toBe("the log is still being loaded, 38 %");
    expect(loadingText(38, "ru")).toBe("журнал ещё загружается, 38 %");
    expect(foundText(12_000, "en")).toBe("12,000 found");
    expect(foundText(12_000, "ru")).toBe("найдено 12\u00a0000");
  });

  test("tell the result and its newest entries", () => {
    const found = { count: 2, newest: [], oldest: null, missing: nothing };
    const entries = [
      parseEntry({ id: 1, timestampX: "2026-09-01T10:00:00+02:00", auditTypeId: "BACKUP_ERROR" }),
    ];

    expect(resultText({ count: 1, missing: nothing }, "en")).toBe("1 entry found.");
    expect(summaryText(found, { entries, users: {}, lang: "en" })).toBe(
      "2 entries found.\n2026-09-01T10:00:00+02:00 Backup failed (BACKUP_ERROR)\n… and 1 more",
    );
  });

  test("never say that nothing is there where something could not be searched", () => {
    const missing = { ...nothing, lost: [lost(1)] };

    expect(resultText({ count: 0, missing: nothing }, "en")).toBe("0 entries found.");
    expect(resultText({ count: 0, missing }, "en")).toBe(
      "No entry in the part of the log that is known. Entries are missing for: 2026-09-01T01:00:00Z – 2026-09-01T01:30:00Z.",
    );
    expect(resultText({ count: 0, missing }, "ru")).toBe(
      "В известной части журнала записей нет. Записей за это время нет: 2026-09-01T01:00:00Z – 2026-09-01T01:30:00Z.",
    );
  });

  test("name where the log begins, what is lost and what retention removed", () => {
    const missing = {
      knownFrom: "2026-08-01T00:00:00Z",
      lost: [lost(1), lost(2), lost(3), lost(4)],
      removedTo: "2026-07",
    };

    expect(resultText({ count: 3, missing }, "en")).toMatch(
      /^3 entries found\. The log is known from 2026-08-01T00:00:00Z on\. Entries are missing for: .*T03:30:00Z, …\. Some entries up to 2026-07 were removed as their time was over\.$/,
    );
  });
});

describe("the link of a search", () => {
  const portal = { origin: "https://p.example.bitrix24.com", appCode: "vendor.app", appNumber: 5 };
  const range = { from: new Date("2026-09-01T00:00:00Z"), to: new Date("2026-09-02T00:00:00Z") };
  const q = "type:USER_LOGIN,A_B";
  const view =
    "https://p.example.bitrix24.com/marketplace/view/vendor.app/?params[v]=1" +
    "&params[q]=type%3AUSER_LOGIN%2CA_B" +
    "&params[from]=2026-09-01T00%3A00%3A00.000Z&params[to]=2026-09-02T00%3A00%3A00.000Z";

  test("opens the one entry found", () => {
    expect(toLink({ portal, entryId: "42", range, q })).toBe(
      "https://p.example.bitrix24.com/marketplace/view/vendor.app/?params[v]=1&params[e]=42",
    );
  });

  test("opens the log as it was searched", () => {
    expect(toLink({ portal, entryId: null, range, q })).toBe(view);
  });

  test("leaves out a query that is too long to be handed over", () => {
    expect(toLink({ portal, entryId: null, range, q: "x".repeat(501) })).toBe(
      view.replace("&params[q]=type%3AUSER_LOGIN%2CA_B", ""),
    );
  });

  test("opens the application where its code is not known", () => {
    const unnamed = { ...portal, appCode: null };

    expect(toLink({ portal: unnamed, entryId: "42", range, q })).toBe(
      "https://p.example.bitrix24.com/marketplace/app/5/",
    );
    expect(toLink({ portal: { ...unnamed, appNumber: null }, entryId: null, range, q })).toBe("");
  });
});
