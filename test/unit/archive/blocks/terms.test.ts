import { describe, expect, test } from "vitest";
import { pathTerms } from "../../../../lib/archive/blocks/json-terms.ts";
import { TERM_COUNT, tripleTerm } from "../../../../lib/archive/blocks/term-hash.ts";
import { blockTerms } from "../../../../lib/archive/blocks/terms.ts";
import { isCandidate, needed, plainRow, termsOf, toBlockRow } from "./bed.ts";

function finds(text: string, ...rows: Parameters<typeof termsOf>[0]): boolean {
  return isCandidate(termsOf(rows), needed(text));
}

describe("the terms of a block", () => {
  test("are a rising set, the same for the same rows", () => {
    const rows = [plainRow({ description: "Неудачный вход" }), plainRow({ itemId: "5" })];
    const terms = blockTerms(rows.map(toBlockRow));

    expect([...terms]).toEqual([...new Set(terms)].sort((left, right) => left - right));
    expect(blockTerms(rows.map(toBlockRow))).toEqual(terms);
  });

  test("do not stay in the next block, not even after rows that cannot be read", () => {
    const broken = { ...toBlockRow(plainRow({ description: "leftover" })), json: "{" };
    expect(() => blockTerms([broken])).toThrow("cannot be read as JSON");

    const terms = blockTerms([toBlockRow(plainRow())]);

    expect(isCandidate(new Set(terms), needed("leftover"))).toBe(false);
  });

  test("tell what a user did of one type from what he and others did", () => {
    const rows = [
      plainRow({ userId: 5, auditTypeId: "USER_LOGOUT" }),
      plainRow({ userId: 6, auditTypeId: "USER_LOGIN" }),
    ];

    expect(finds("user:5", ...rows) && finds("type:USER_LOGIN", ...rows)).toBe(true);
    expect(finds("user:5 type:USER_LOGIN", ...rows)).toBe(false);
    expect(finds("user:5 type:user_logout", ...rows)).toBe(true);
    expect(finds("user:6 type:USER_LOGOUT,USER_LOGIN", ...rows)).toBe(true);
    expect(finds("user:6 type:USER_LOG*", ...rows)).toBe(true);
  });

  test("tell a phrase from its words in other places", () => {
    const apart = ["payment of a guest", "at manager"].map((description) =>
      plainRow({ description }),
    );

    expect(finds("payment manager", ...apart)).toBe(true);
    expect(finds('"payment manager"', ...apart)).toBe(false);
    expect(finds('"payment manager"', plainRow({ description: "A payment manager left" }))).toBe(
      true,
    );
  });

  test("spread evenly over all there are", () => {
    const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789абвгдежзийклмнопрстуфхцчшщъыьэюя _-/.";
    const units = Array.from(alphabet, (unit) => unit.charCodeAt(0));
    const buckets = new Uint32Array(256);
    let count = 0;
    for (const first of units) {
      for (const second of units) {
        for (const third of units) {
          const at = tripleTerm(first, second, third) >>> 8;
          buckets[at] = (buckets[at] ?? 0) + 1;
          count += 1;
        }
      }
    }
    const mean = count / buckets.length;
    const spread = buckets.reduce((sum, one) => sum + (one - mean) ** 2, 0) / mean;

    // A fair spread over 256 buckets gives about 255, and 340 once in some thousand times.
    expect(spread).toBeLessThan(340);
    expect(TERM_COUNT).toBe(65_536);
  });

  test("take a path through arrays by any place in them", () => {
    expect(pathTerms(["list", "0", "name"])).toEqual(pathTerms(["list", "-1", "name"]));
    expect(pathTerms(["list", "name"])).not.toEqual(pathTerms(["listname"]));
  });
});

describe("a query", () => {
  test("is told from others by its own block", () => {
    const row = plainRow({
      ...{ description: '{"method":"cookie","n":[{"deep":"caf\\u00e9"}]}', userId: 12 },
      ...{ itemId: "44545", siteId: "s1", remoteAddr: "198.51.100.7", guestId: 3 },
      decoded: { text: "café", json: { method: "cookie", n: [{ deep: "café" }] } },
    });
    const met = [
      ...["cookie", "CAFÉ", "user:12", "item:44545", "site:S1", "guest:3", "type:user_*", "4545"],
      ...["ip:198.51.100.7", "ip:198.51.0.0/17", "ip:public", "ip:[198.51.100.1 TO 198.51.100.9]"],
      ...["json.n.0.deep:café", "json.n:*", "json.method:c*e", "guest:*", "cookie OR nothing"],
    ];
    const unmet = [
      ...["password", "user:13", "item:44546", "site:s2", "guest:4", "type:file_*", "sev:ERROR"],
      ...["ip:198.51.100.8", "ip:198.52.0.0/16", "ip:private", "ip:[10.0.0.1 TO 10.0.0.9]"],
      ...["json.m:*", "json.method.0:cookie", "request:*", "cookie password", "ua:*"],
    ];

    expect(met.filter((text) => !finds(text, row))).toEqual([]);
    expect(unmet.filter((text) => finds(text, row))).toEqual([]);
  });

  test("finds short values of JSON by their own place, also in arrays", () => {
    const row = plainRow({ decoded: { text: "", json: { id: 43, list: [9, [8]], on: true } } });
    const met = ["json.id:43", "json.list:9", "json.list.0:9", "json.list.1:8", "json.on:true"];
    const unmet = ["json.id:9", "json.id:44", "json.list:8", "json.list:43", "json.on:43"];

    expect(met.filter((text) => !finds(text, row))).toEqual([]);
    expect(unmet.filter((text) => finds(text, row))).toEqual([]);
  });

  test("of which nothing is known asks for every block", () => {
    const texts = [
      "a",
      "ab",
      "-cookie",
      "time:today",
      "id:5",
      "guest:>3",
      "ip:0.0.0.0/0",
      "sev:E*",
    ];

    expect(texts.filter((text) => needed(text) !== null)).toEqual([]);
    expect(needed("cookie OR a")).toBeNull();
    expect(needed("cookie a")).not.toBeNull();
  });

  test("looks for words of two characters where there are such words", () => {
    const row = plainRow({ description: "用户登录 😀" });

    expect(finds("登录", row)).toBe(true);
    expect(finds("录登", row)).toBe(false);
    expect(finds("😀", row)).toBe(true);
    expect(finds("😁", row)).toBe(false);
  });

  test("for a word also asks for users and types with it in their names", () => {
    const known = {
      userIdsOfPattern: () => [5],
      typesOfPattern: () => ["USER_LOGIN"],
    };
    const has = (row: Parameters<typeof plainRow>[0]) =>
      isCandidate(termsOf([plainRow(row)]), needed("петрова", known));

    expect(has({ userId: 5 })).toBe(true);
    expect(has({ auditTypeId: "user_login" })).toBe(true);
    expect(has({ description: "Анна Петрова" })).toBe(true);
    expect(has({})).toBe(false);
    expect(needed("user:петрова", known)).toHaveLength(1);
    expect(needed("петрова", { ...known, userIdsOfPattern: () => null })).toBeNull();
  });

  test("that nobody can meet has no way to be met", () => {
    expect(needed("user:nobody")).toEqual([]);
    expect(needed("user:nobody cookie")).toEqual([]);
  });

  test("with too many ways leaves the part with most of them out", () => {
    const list = (name: string, count: number) =>
      `${name}:${Array.from({ length: count }, (_, index) => `x${index}`).join(",")}`;

    expect(needed(list("type", 32))).toHaveLength(32);
    expect(needed(list("type", 33))).toBeNull();
    expect(needed(`${list("type", 8)} ${list("item", 4)}`)).toHaveLength(32);
    expect(needed(`${list("type", 9)} ${list("item", 4)}`)).toHaveLength(4);
    expect(needed(list("type", 33) + " cookie")).toHaveLength(1);
  });

  test("asks for a bounded number of terms, however long it is", () => {
    const [terms = []] = needed(`"${"длинный текст ".repeat(200)}"`) ?? [];

    expect(terms.length).toBeLessThanOrEqual(24);
  });
});
