import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { searchEntries } from "../../../lib/archive/index.ts";
import { BLOCK_SIZE } from "../../../lib/archive/blocks/block-size.ts";
import { createTestDb } from "../../support/index.ts";
import { append, drawEntry, indexBy, makeCtx, nameUsers, openPick } from "../archive/search/bed.ts";
import { openApi } from "./bed.ts";
import { naiveRows, toRow, type Params } from "./naive.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const pick = openPick(11);
const TYPES = [
  "USER_LOGOUT",
  "USER_LOGIN",
  "GROUP_ADD",
  "TASK_DELETE",
  "USER_EDIT",
  "X_UNINSTALLED",
];
const LAST = 699;
const drawn = Array.from({ length: LAST + 1 }, (_, id) => {
  const usual = drawEntry(pick, { id: id + 1 });
  const entry = id === LAST ? { ...usual, nativeId: "9223372036854775807" } : usual;
  const own = { auditTypeId: pick(TYPES), itemId: pick(["1", "2", "77", "x"]) };
  return id % 3 === 0 ? { ...entry, ...own } : entry;
});
const BLOCKS = 4;
for (let block = 0; block < BLOCKS; block += 1) {
  await append(ctx, drawn.slice(block * BLOCK_SIZE, (block + 1) * BLOCK_SIZE));
  await indexBy(ctx, [1, 2, 4]);
}
// The newest ones stay without a block, as they do while a portal is busy.
await append(ctx, drawn.slice(BLOCKS * BLOCK_SIZE));
await nameUsers(ctx);

const rows = (await searchEntries(ctx, { limit: 1_000 })).items.map(toRow);
const { call } = openApi(ctx);

const valueOf = (name: string) =>
  fc.integer({ min: 0, max: rows.length - 1 }).map((at) => rows[at]?.[name] ?? "");

const piece = (name: string) =>
  fc.tuple(valueOf(name), fc.nat(20), fc.integer({ min: 1, max: 12 })).map(([text, from, size]) => {
    const chars = Array.from(text);
    return chars
      .slice(from % Math.max(1, chars.length))
      .slice(0, size)
      .join("");
  });

const pattern = (name: string) =>
  fc.oneof(
    piece(name),
    valueOf(name),
    piece(name).map((text) => `*${text}*`),
    fc.tuple(piece(name), piece(name)).map((two) => two.join("*")),
    fc.constantFrom("", "%", "_", "!", "\\", "*", "а", "ПЕТ", "no such text"),
  );

const SEARCHED = [
  ...["ip", "username", "resourcename", "details", "userAgent", "requestUri", "remoteAddr"],
  ...["description", "auditTypeId", "moduleId", "itemId"],
];
const FILTERED = Object.keys(rows[0] ?? {}).filter(
  (name) => name !== "details" && name !== "description",
);

const oneOrMore = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.array(value, { maxLength: 3 }));

const searched = fc
  .uniqueArray(fc.constantFrom(...SEARCHED), { minLength: 1, maxLength: 2 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, oneOrMore(pattern(name))]))),
  );

const odd = fc.constantFrom("", "5.0", "x", "10.0.0.0/8", "::/0", "nothing");
const filtered = fc
  .uniqueArray(fc.constantFrom(...FILTERED), { minLength: 1, maxLength: 2 })
  .chain((names) => {
    const values = (name: string) => fc.oneof(oneOrMore(valueOf(name)), oneOrMore(odd));
    return fc.record(
      Object.fromEntries(names.map((name) => [name, fc.option(values(name), { freq: 9 })])),
    );
  });

const SORTED = [
  ...["auditid", "userid", "clock", "seq", "ip", "severity", "auditTypeId", "moduleId", "itemId"],
];
const clock = valueOf("clock").map(Number);
const direction = fc.constantFrom("ASC", "DESC");
const seq = valueOf("auditid").map(Number);
const flag = fc.constantFrom(true, false, null, 1);

const params = fc.record(
  {
    auditids: fc.array(seq, { maxLength: 4 }),
    userids: fc.array(fc.constantFrom(0, "1", 2, 9), { maxLength: 3 }),
    time_from: clock,
    time_till: clock,
    filter: filtered,
    search: searched,
    searchByAny: fc.boolean(),
    searchWildcardsEnabled: fc.boolean(),
    startSearch: flag,
    excludeSearch: flag,
    sortfield: fc.uniqueArray(fc.constantFrom(...SORTED), { minLength: 1, maxLength: 3 }),
    sortorder: fc.oneof(direction, fc.array(direction, { maxLength: 3 })),
    limit: fc.integer({ min: 1, max: 900 }),
    after: seq,
  },
  { requiredKeys: [] },
);

// Few conditions at once, else nothing is ever found.
const few = fc
  .tuple(params, fc.uniqueArray(fc.nat(13), { minLength: 8, maxLength: 12 }))
  .map(([all, dropped]): Params => {
    const names = Object.keys(all).filter(
      (name, at) => !dropped.includes(at) || name.startsWith("sort"),
    );
    return Object.fromEntries(names.map((name) => [name, (all as Params)[name]]));
  });

describe("auditlog.get", () => {
  test("finds for random calls what looking at each entry finds, in the same order", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(few, async (given) => {
        const expected = naiveRows(rows, given);
        found += Math.min(expected.length, 1);

        const listed = await call({ ...given, output: ["auditid"] });
        const counted = await call({ ...given, limit: null, countOutput: true });

        expect(listed.error).toBeUndefined();
        expect(listed.result).toEqual(expected.map(({ auditid }) => ({ auditid })));
        const all = naiveRows(rows, { ...given, limit: null });
        expect(counted.result).toBe(String(all.length));
      }),
      { numRuns: 200, seed: 20_261_121 },
    );
    expect(found).toBeGreaterThan(50);
  });

  test("gives every field of every entry as text", async () => {
    const { result } = await call({ sortfield: "auditid" });

    expect(result).toEqual(naiveRows(rows, { sortfield: "auditid" }));
  });
});
