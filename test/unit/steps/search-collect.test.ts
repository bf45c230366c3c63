import { describe, expect, test } from "vitest";
import { parseEntry, type ScanPage } from "../../../lib/archive/index.ts";
import { collectMatches, type CollectProgress } from "../../../lib/steps/search/collect.ts";
import { toLink } from "../../../lib/steps/search/link.ts";
import { progressText, resultText, summaryText } from "../../../lib/steps/search/texts.ts";

const entry = (id: number) =>
  parseEntry({ id, timestampX: `2026-09-01T10:00:${String(id % 60).padStart(2, "0")}+02:00` });

async function* pages(list: ScanPage[]): AsyncGenerator<ScanPage> {
  for (const page of list) yield await Promise.resolve(page);
}

function page(ids: number[], scanned: number, isLast = false): ScanPage {
  return { matches: ids.map(entry), scanned, expected: 5_000, isLast };
}

async function collect(list: ScanPage[], input: { limit: number; msPerPage: number }) {
  const reports: CollectProgress[] = [];
  let ms = 0;
  const found = await collectMatches(pages(list), {
    limit: input.limit,
    now: () => new Date((ms += input.msPerPage)),
    report: async (progress) => {
      reports.push(progress);
      await Promise.resolve();
    },
  });
  return { found, reports };
}

describe("collecting matches", () => {
  test("counts all and keeps the newest", async () => {
    const { found } = await collect(
      [page([9, 8], 1_000), page([5], 2_000), page([2, 1], 2_100, true)],
      {
        limit: 3,
        msPerPage: 1,
      },
    );

    expect(found).toMatchObject({ count: 5, scanned: 2_100 });
    expect(found.newest.map(({ id }) => id)).toEqual(["9", "8", "5"]);
    expect(found.oldest?.id).toBe("1");
  });

  test("tells of progress at most once a second, and always at the end", async () => {
    const list = [...Array(10).keys()].map((index) => page([], index * 1_000));

    const { reports } = await collect([...list, page([], 9_500, true)], {
      limit: 1,
      msPerPage: 400,
    });

    expect(reports.map(({ scanned }) => scanned)).toEqual([2_000, 5_000, 8_000, 9_500]);
    expect(reports.at(-1)?.isLast).toBe(true);
  });

  test("of nothing ends with nothing", async () => {
    const { found, reports } = await collect([page([], 0, true)], { limit: 1, msPerPage: 1 });

    expect(found).toEqual({ count: 0, scanned: 0, newest: [], oldest: null });
    expect(reports).toHaveLength(1);
  });
});

describe("the words of a search", () => {
  const progress = { scanned: 3_000, expected: 12_000, count: 14, isLast: false };

  test("tell progress in the portal's language", () => {
    expect(progressText(progress, "en")).toBe("scanned 3,000 of about 12,000, 14 found");
    expect(progressText({ ...progress, isLast: true }, "en")).toBe("scanned 3,000, 14 found");
    expect(progressText(progress, "ru")).toBe(
      "просмотрено 3\u00a0000 примерно из 12\u00a0000, найдено 14",
    );
  });

  test("tell the result and its newest entries", () => {
    const found = { count: 2, scanned: 10, newest: [], oldest: null };
    const entries = [
      parseEntry({ id: 1, timestampX: "2026-09-01T10:00:00+02:00", auditTypeId: "BACKUP_ERROR" }),
    ];

    expect(resultText(found, "en")).toBe("2 entries found, 10 scanned.");
    expect(summaryText(found, { entries, users: {}, lang: "en" })).toBe(
      "2 entries found, 10 scanned.\n2026-09-01T10:00:00+02:00 Backup failed (BACKUP_ERROR)\n… and 1 more",
    );
  });
});

describe("the link of a search", () => {
  const portal = { origin: "https://p.example.bitrix24.com", appCode: "vendor.app", appNumber: 5 };
  const range = { from: new Date("2026-09-01T00:00:00Z"), to: new Date("2026-09-02T00:00:00Z") };
  const properties = { eventTypes: ["USER_LOGIN", "A_B"], userIds: [] };

  test("opens the one entry found", () => {
    expect(toLink({ portal, entryId: "42", range, properties })).toBe(
      "https://p.example.bitrix24.com/marketplace/view/vendor.app/?params[v]=1&params[e]=42",
    );
  });

  test("opens the log at the range searched", () => {
    expect(toLink({ portal, entryId: null, range, properties })).toBe(
      "https://p.example.bitrix24.com/marketplace/view/vendor.app/?params[v]=1" +
        "&params[from]=2026-09-01T00%3A00%3A00.000Z&params[to]=2026-09-02T00%3A00%3A00.000Z" +
        "&params[type]=USER_LOGIN%2CA_B",
    );
  });

  test("opens the application where its code is not known", () => {
    const unnamed = { ...portal, appCode: null };

    expect(toLink({ portal: unnamed, entryId: "42", range, properties })).toBe(
      "https://p.example.bitrix24.com/marketplace/app/5/",
    );
    expect(
      toLink({ portal: { ...unnamed, appNumber: null }, entryId: null, range, properties }),
    ).toBe("");
  });
});
