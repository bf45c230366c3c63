import { describe, expect, test } from "vitest";
import { PERIODS } from "../../../../lib/archive/blocks/insert-tallies.ts";
import {
  countEntries,
  facetEntries,
  histogramEntries,
  searchEntries,
} from "../../../../lib/archive/index.ts";
import type { EntryInput, FacetInput } from "../../../../lib/archive/index.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import { createTestDb } from "../../../support/index.ts";
import { outOfTime } from "../../../support/out-of-time.ts";
import { append, drawEntry, index, makeCtx, nameUsers, openPick } from "./bed.ts";

const { db } = await createTestDb();
const pick = openPick(9);

const SEVERITIES = ["ERROR", "INFO", "WARNING", "SECURITY"];

/** 400 entries over four days; the newest ones are not counted yet. */
async function arrange(): Promise<PortalCtx> {
  const ctx = await makeCtx(db);
  const rows = Array.from({ length: 400 }, (_, id): EntryInput => {
    const at = new Date(Date.parse("2026-11-16T22:00:00Z") + id * 900_000).toISOString();
    return {
      ...drawEntry(pick, { id: id + 1, at: at.slice(0, 19) + "Z" }),
      severity: SEVERITIES[id % 4] ?? "",
      auditTypeId: id % 2 === 0 ? "USER_LOGIN" : id % 3 === 0 ? "user_login" : "CRM_X",
      userId: id % 5 === 0 ? null : (id % 5) - 1,
      itemId: id % 4 === 0 ? "UNKNOWN" : String(id % 4),
      remoteAddr: id % 2 === 0 ? "10.0.0.1" : "",
      siteId: id % 2 === 0 ? "s1" : null,
      description: JSON.stringify({ entity: { kind: id % 3 === 0 ? "deal" : "lead" } }),
    };
  });
  await append(ctx, rows.slice(0, 384));
  await index(ctx);
  await append(ctx, rows.slice(384));
  await nameUsers(ctx);
  return ctx;
}

const ctx = await arrange();

async function facet(field: string, input: Omit<FacetInput, "fields"> = {}) {
  const { facets } = await facetEntries(ctx, { ...input, fields: [field] });
  return facets[0];
}

async function counts(field: string, input: Omit<FacetInput, "fields"> = {}) {
  const values = (await facet(field, input))?.values ?? [];
  return Object.fromEntries(values.map(({ value, count }) => [value, count]));
}

describe("facets of everything", () => {
  test("are the same whichever months are summed up, and of all groups together", async () => {
    const own = await makeCtx(db);
    const months = ["2026-06", "2026-07", "2026-08", "2026-09"];
    const rows = Array.from({ length: 256 }, (_, id) =>
      drawEntry(pick, { id: id + 1, at: `${months[id % 4] ?? ""}-0${1 + (id % 9)}T10:00:00Z` }),
    );
    await append(own, rows);
    await index(own);
    const ask = async (fields: string[]) => (await facetEntries(own, { fields })).facets;
    const all = ["sev", "type", "module", "user", "ip"];
    const { portalId } = own;
    const drop = async (where: { period: number; start?: Date }) => {
      const { count } = await db.entryTally.deleteMany({ where: { portalId, ...where } });
      expect(count).toBeGreaterThan(0);
    };

    const whole = await ask(all);
    const alone = [await ask(["sev"]), await ask(["user"]), await ask(["ip"])].flat();
    await drop({ period: PERIODS.whole, start: new Date("2026-07-01") });
    const some = await ask(all);
    await drop({ period: PERIODS.whole });
    const apart = await ask(all);
    await drop({ period: PERIODS.month });
    const days = await ask(all);

    const sum = whole[3]?.values.reduce((total, { count }) => total + count, 0);
    expect(sum).toBe(256);
    expect([some, apart, days]).toEqual([whole, whole, whole]);
    expect(alone).toEqual([whole[0], whole[3], whole[4]]);
  });
});

describe("a facet", () => {
  test("counts values, most frequent first, with the empty ones as one", async () => {
    expect(await facet("sev")).toEqual({
      field: "sev",
      values: SEVERITIES.toSorted().map((value) => ({ value, label: null, count: 100 })),
      distinct: 4,
      isExact: true,
    });
    // No user and user 0 are both nobody.
    expect((await facet("user"))?.values).toEqual([
      { value: "", label: null, count: 160 },
      { value: "1", label: "Anna Petrova", count: 80 },
      { value: "2", label: "Ben O'Neil 5", count: 80 },
      { value: "3", label: "#3", count: 80 },
    ]);
    expect(await counts("item")).toEqual({ "": 100, 1: 100, 2: 100, 3: 100 });
    expect(await counts("ip")).toEqual({ "10.0.0.1": 200, "": 200 });
    expect(await counts("site")).toEqual({ s1: 200, "": 200 });
    expect(await counts("json.entity.kind")).toEqual({ deal: 134, lead: 266 });
  });

  test("takes spellings for one value that a condition takes for one", async () => {
    const types = await counts("type");

    expect(Object.keys(types)).toEqual(["USER_LOGIN", "CRM_X"]);
    const { total } = await countEntries(ctx, { q: "type:User_Login" });
    expect(types["USER_LOGIN"]).toBe(total);
  });

  test("leaves out what the query says about its own field, and nothing else", async () => {
    const all = await counts("sev");

    expect(await counts("sev", { q: "sev:ERROR" })).toEqual(all);
    expect(await counts("sev", { q: "-sev:ERROR -sev:INFO" })).toEqual(all);
    expect(await counts("sev", { q: "sev:ERROR OR sev:INFO" })).toEqual(all);
    expect(await counts("user", { q: "sev:ERROR" })).not.toEqual(await counts("user"));
    expect(await counts("sev", { q: "sev:ERROR user:1" })).toEqual(
      await counts("sev", { q: "user:1" }),
    );
    expect(await counts("sev", { q: "(sev:ERROR OR user:1)" })).not.toEqual(all);
    expect(await counts("json.entity.kind", { q: "json.entity.kind:deal" })).toEqual({
      deal: 134,
      lead: 266,
    });
  });

  test("keeps chosen values that no entry has, and those beyond the limit", async () => {
    expect(await counts("sev", { q: "sev:DEBUG,info user:1", limit: 1 })).toEqual({
      ERROR: 20,
      INFO: 20,
      DEBUG: 0,
    });
    expect(await counts("user", { q: "-user:999" })).toMatchObject({ 999: 0 });
    expect((await facet("sev", { limit: 2 }))?.distinct).toBe(4);
  });

  test("is searched by code, title and name", async () => {
    expect(Object.keys(await counts("type", { find: "crm" }))).toEqual(["CRM_X"]);
    expect(Object.keys(await counts("type", { find: "вход" }))).toEqual(["USER_LOGIN"]);
    expect(Object.keys(await counts("user", { find: "petr" }))).toEqual(["1"]);
  });

  test("is refused for a field without one", async () => {
    for (const field of ["desc", "nothing", "time", "sev:x OR type"]) {
      await expect(facet(field)).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  test("is not exact when time was over", async () => {
    const hurried = { q: "lead", fields: ["sev"], effortMs: 1 };
    const { facets } = await outOfTime(() => facetEntries(ctx, hurried));

    expect(facets[0]?.isExact).toBe(false);
  });
});

describe("totals", () => {
  test("of another portal hold nothing of this one", async () => {
    const stranger = await makeCtx(db);
    await append(stranger, [drawEntry(pick, { id: 1 })]);
    const { facets } = await facetEntries(stranger, { fields: ["sev", "user", "item"] });

    for (const { values } of facets) {
      expect(values.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    }
    expect(await countEntries(stranger, {})).toEqual({ total: 1, isExact: true });
    expect((await histogramEntries(stranger, {})).total).toBe(1);
    expect((await searchEntries(stranger, { q: "user:* OR -user:*" })).items).toHaveLength(1);
  });

  test("of a portal without entries are empty", async () => {
    const empty = await makeCtx(db);

    expect(await countEntries(empty, {})).toEqual({ total: 0, isExact: true });
    expect((await searchEntries(empty, {})).items).toEqual([]);
    const { bars, total } = await histogramEntries(empty, { from: "now-1d" });
    expect(total).toBe(0);
    expect(bars.length).toBeGreaterThan(10);
    expect((await histogramEntries(empty, {})).bars).toEqual([]);
  });

  test("name groups of severities", async () => {
    const { bars, width } = await histogramEntries(ctx, {
      from: "2026-11-17T00:00:00Z",
      to: "2026-11-19T00:00:00Z",
      maxBars: 2,
    });

    expect(width).toBe("1d");
    expect(bars.map(({ counts }) => counts)).toEqual(
      [0, 1].map(() => ({ danger: 24, security: 24, warning: 24, info: 24, quiet: 0 })),
    );
  });
});
