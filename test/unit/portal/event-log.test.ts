import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { JsonMap } from "../../portal/php-values.ts";
import { installedPortal, postJson, rest, type InstalledPortal } from "./installed-portal.ts";

let at: InstalledPortal;

beforeEach(async () => {
  at = await installedPortal({ entries: 400, edition: "box" });
  at.portal.settings.logsRestUse = false;
});

afterEach(() => at.cloud.stop());

type Item = JsonMap & { id: number };

async function items(method: string, params: object): Promise<Item[]> {
  const url = `${at.portal.origin}/rest/api/main.eventlog.${method}`;
  const { body } = await postJson(url, { ...params, auth: at.token });
  return (body.result as { items: Item[] }).items;
}

const ids = (list: Item[]): number[] => list.map(({ id }) => id);

const tail = (value: number, limit: number, order = "ASC"): Promise<Item[]> => {
  return items("tail", { cursor: { field: "id", order, value, limit } });
};

describe("the seeded log", () => {
  test("is the same for the same seed, in office hours and with every variety", async () => {
    const other = await installedPortal({ entries: 400 });
    const kinds = (from: InstalledPortal): string[] => {
      return from.portal.eventLog.rows.slice(0, 400).map(({ auditTypeId }) => auditTypeId);
    };
    expect(kinds(other)).toEqual(kinds(at));
    await other.cloud.stop();
    const formats = at.portal.eventLog.rows.map(({ description }) => description?.slice(0, 2));
    expect(formats).toEqual(expect.arrayContaining(['{"', "a:", "==", "", undefined, "+1"]));
    const nights = at.portal.eventLog.rows.filter((row) => {
      return new Date((row.at + 3 * 3600) * 1000).getUTCHours() < 6;
    });
    expect(nights.length).toBeLessThan(40);
  });

  test("has growing ids with gaps and times that do not go back", () => {
    const { rows } = at.portal.eventLog;
    const steps = rows.slice(1).map((row, index) => row.id - (rows[index]?.id ?? 0));
    expect(Math.min(...steps)).toBe(1);
    expect(Math.max(...steps)).toBeGreaterThan(1);
    const times = rows.map((row) => row.at);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
  });
});

describe("reading", () => {
  test("tail walks through all rows page by page and ends with an empty page", async () => {
    const seen: number[] = [];
    for (;;) {
      const page = await tail(seen.at(-1) ?? 0, 90);
      if (page.length === 0) break;
      seen.push(...ids(page));
    }
    expect(seen).toEqual(at.portal.eventLog.rows.map(({ id }) => id));
  });

  test("tail downwards from 0 returns nothing, without a cursor the oldest 50", async () => {
    expect(await tail(0, 50, "DESC")).toEqual([]);
    const oldest = at.portal.eventLog.rows.slice(0, 50).map(({ id }) => id);
    expect(ids(await items("tail", {}))).toEqual(oldest);
  });

  test("list pages newest first by key, by page and by time", async () => {
    const newest = ids(await items("list", { order: { id: "desc" }, pagination: { limit: 10 } }));
    const key = newest[4] ?? 0;
    const below = await items("list", {
      order: { id: "DESC" },
      filter: [["id", "<", key]],
      pagination: { limit: 5 },
    });
    expect(ids(below)).toEqual(newest.slice(5));
    const second = { order: { id: "DESC" }, pagination: { page: 2, limit: 5 } };
    expect(ids(await items("list", second))).toEqual(newest.slice(5));
    const byTime = await items("list", { order: { timestampX: "DESC" }, pagination: { limit: 1 } });
    expect(byTime[0]?.timestampX).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/);
  });

  test("a page never holds more than 1000 rows, whatever is asked", async () => {
    at.portal.appendEntries(1_000);
    expect(await items("list", { pagination: { limit: 5_000 } })).toHaveLength(1_000);
  });

  test("filters follow the grammar: lists, groups, negation and times", async () => {
    const { rows } = at.portal.eventLog;
    const count = async (filter: unknown[]): Promise<number> => {
      return (await items("list", { filter, pagination: { limit: 1_000 } })).length;
    };
    const logins = rows.filter(({ auditTypeId }) => auditTypeId === "USER_LOGIN").length;
    expect(await count([["auditTypeId", "USER_LOGIN"]])).toBe(logins);
    expect(await count([["auditTypeId", ["USER_LOGIN"]]])).toBe(logins);
    const group = { logic: "or", conditions: [["auditTypeId", "=", "USER_LOGIN"]], negative: true };
    expect(await count([group])).toBe(rows.length - logins);
    const nested = { type: "filter", logic: "and", conditions: [["id", ">", 0]] };
    expect(await count([{ logic: "or", conditions: [nested] }])).toBe(rows.length);
    const middle = rows[200]?.at ?? 0;
    const since = new Date(middle * 1000).toISOString().replace(".000Z", "Z");
    const later = rows.filter((row) => row.at >= middle).length;
    expect(await count([["timestampX", ">=", since]])).toBe(later);
  });

  test("100,000 rows still page at once", async () => {
    at.portal.appendEntries(100_000);
    const started = performance.now();
    const last = at.portal.eventLog.rows.at(-1)?.id ?? 0;
    expect(await tail(last - 5_000, 1_000)).toHaveLength(1_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("a log that lives", () => {
  test("notes the use of REST once per user and hour", async () => {
    at.portal.settings.logsRestUse = true;
    const before = at.portal.eventLog.rows.length;
    await rest(at, { method: "profile" });
    await rest(at, { method: "profile" });
    expect(at.portal.eventLog.rows.length).toBe(before + 1);
    const { moduleId, description } = at.portal.eventLog.rows.at(-1) ?? {};
    expect(moduleId).toBe("rest");
    expect(description).toContain('"applicationType":"oauth"');
    at.cloud.clock.set({ offsetMs: 3_500_000 });
    at.cloud.tokens.settings.accessLifetimeSeconds = 7_200;
    at.cloud.clock.set({ offsetMs: 0 });
  });

  test("shows some rows later than their neighbours", async () => {
    at.portal.settings.lateRows = { every: 3, delayMs: 2_000 };
    const from = at.portal.eventLog.rows.at(-1)?.id ?? 0;
    at.portal.appendEntries(9);
    const early = ids(await tail(from, 50));
    expect(early).toHaveLength(6);
    await expect.poll(() => tail(from, 50)).toHaveLength(9);
    const all = ids(await tail(from, 50));
    expect(all).toEqual(all.toSorted((left, right) => left - right));
    expect(all.filter((id) => !early.includes(id)).some((id) => id < (early.at(-1) ?? 0))).toBe(
      true,
    );
  });

  test("grows by itself at a rate and forgets rows after their time", async () => {
    const before = at.portal.eventLog.rows.length;
    at.portal.eventLog.setRate(200);
    await expect.poll(() => at.portal.eventLog.rows.length).toBeGreaterThan(before + 50);
    at.portal.eventLog.setRate(0);
    at.cloud.clock.set({ offsetMs: 8 * 24 * 3_600_000 });
    expect(at.portal.eventLog.prune()).toBeGreaterThanOrEqual(before);
    expect(at.portal.eventLog.rows).toEqual([]);
  });
});
