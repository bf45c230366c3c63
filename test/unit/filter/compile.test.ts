import { describe, expect, test } from "vitest";
import { compile, parseQuery } from "../../../lib/filter/index.ts";
import type { SqlTarget } from "../../../lib/filter/index.ts";
import { sqlTarget } from "./entry.ts";

function compiled(text: string, target: SqlTarget = sqlTarget) {
  const read = parseQuery(text);
  expect(read.ok).toBe(true);
  return compile(read.ok ? read.query : null, target);
}

describe("compile", () => {
  test.each<[string, string, unknown[]]>([
    ["", "true", []],
    ["Слово", "(lower(e.text) LIKE $1::text OR lower(e.uri) LIKE $1::text)", ["%слово%"]],
    ["type:USER_LOGIN", "e.type_small = $1::text", ["user_login"]],
    [
      "type:A,B,C_*",
      "(e.type_small = ANY($1::text[]) OR e.type_small LIKE $2::text)",
      [["a", "b"], "c\\_%"],
    ],
    ["uri:50%_\\a", "(lower(e.uri) LIKE $1::text)", ["%50\\%\\_\\\\a%"]],
    ["uri:/rest/*", "(lower(e.uri) LIKE $1::text)", ["/rest/%"]],
    ["desc:x", "(lower(e.description) LIKE $1::text OR lower(e.decoded) LIKE $1::text)", ["%x%"]],
    ["id:5,7", "e.id = ANY($1::text[]::bigint[])", [["5", "7"]]],
    ["id:>5", "e.id > $1::text::bigint", ["5"]],
    ["id:[1 TO 9]", "(e.id >= $1::text::bigint AND e.id <= $2::text::bigint)", ["1", "9"]],
    ["user:5", "e.user_id = $1::text::bigint", ["5"]],
    ["user:anna", "(e.user_id IN (SELECT id FROM names WHERE small LIKE $1::text))", ["%anna%"]],
    [
      "ip:10.0.0.0/8",
      "e.address <<= ANY($1::text[]::inet[])",
      [["10.0.0.0/8", "::ffff:a00:0/104"]],
    ],
    ["ip:10.*", "lower(e.ip) LIKE $1::text", ["10.%"]],
    ["item:*", "e.item <> ALL($1::text[])", [["", "UNKNOWN", "0"]]],
    ["-user:*", "((e.user_id <> ALL($1::text[]::bigint[])) IS NOT TRUE)", [["0"]]],
    ["guest:*", "e.guest <> ALL($1::text[]::bigint[])", [["0"]]],
    ["time:*", "e.at IS NOT NULL", []],
    [
      "time:yesterday",
      "(e.at >= $1::text::timestamptz AND e.at < $2::text::timestamptz)",
      ["2026-11-19T23:00:00.000Z", "2026-11-20T23:00:00.000Z"],
    ],
    ["time:now-1h", "e.at >= $1::text::timestamptz", ["2026-11-21T08:30:00.000Z"]],
    ["json.a.b:*", "(e.doc #>> $1::text[]) <> ''", [["a", "b"]]],
    [
      "json.a:X",
      "EXISTS (SELECT FROM jsonb_path_query(e.doc #> $1::text[], '$[*]') AS item(v) " +
        "WHERE jsonb_typeof(v) NOT IN ('object', 'array') AND lower((v #>> '{}')) = $2::text)",
      [["a"], "x"],
    ],
    [
      "sev:A (site:B OR -id:1)",
      "(lower(e.severity) = $1::text AND (lower(e.site) = $2::text OR " +
        "((e.id = ANY($3::text[]::bigint[])) IS NOT TRUE)))",
      ["a", "b", ["1"]],
    ],
  ])("%s", (text, sql, values) => {
    const isSingle = /^[a-z.]+:(?:\[.*\]|[^ ]+)$/.test(text);

    expect(compiled(text)).toMatchObject({ text: isSingle ? `(${sql})` : sql, values });
  });

  test("counts parameters on from those that come before", () => {
    expect(compiled("id:1 id:2", { ...sqlTarget, firstParameter: 4 }).text).toBe(
      "(e.id = ANY($4::text[]::bigint[]) AND e.id = ANY($5::text[]::bigint[]))",
    );
  });

  test("leaves words to an index of the target, with what it can look up", () => {
    const target: SqlTarget = {
      ...sqlTarget,
      matchText: ({ like, literals }, bind) =>
        `e.words && ${bind(literals, "text[]")} AND e.all LIKE ${bind(like, "text")}`,
    };

    expect(compiled("Abc*de*FGHI", target)).toEqual({
      text: "(e.words && $1::text[] AND e.all LIKE $2::text)",
      values: [["abc", "fghi"], "%abc%de%fghi%"],
      literals: ["abc", "fghi"],
    });
  });

  test("names the pieces that every found row must hold, and no others", () => {
    expect(compiled("first sec*ond -third (fourth OR fifth) ab type:sixth").literals).toEqual([
      "first",
      "sec",
      "ond",
    ]);
  });

  test("takes the fold of the target where its database needs another", () => {
    const fold = (sql: string) => `lower(${sql} COLLATE "und-x-icu")`;

    expect(compiled("sev:A", { ...sqlTarget, fold }).text).toBe(
      '(lower(e.severity COLLATE "und-x-icu") = $1::text)',
    );
  });

  test("refuses a field that the target does not know", () => {
    const fields = { id: { value: "e.id" } };

    expect(() => compiled("json.a:1", { ...sqlTarget, fields })).toThrow(/does not know the field/);
  });

  test("never lets a value into the statement", () => {
    const evil = `'); DROP TABLE portal; --`;
    const { text } = compiled(`"${evil}" item:"${evil}" json."${evil}":"${evil}" ip:"${evil}"`);

    expect(text).not.toContain("DROP");
  });
});
