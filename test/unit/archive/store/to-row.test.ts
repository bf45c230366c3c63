import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toFilterRow, toRow, type EntryInput } from "../../../../lib/archive/index.ts";
import { chainHash, chainText } from "../../../../lib/archive/store/chain.ts";
import { entryContent, entryJson } from "../../../../lib/archive/store/entry-content.ts";
import { joinTime, splitTime } from "../../../../lib/archive/store/entry-time.ts";
import { looksRepeatable } from "../../../../lib/archive/store/to-row.ts";
import { makeEntry as makeView } from "../../ui/make-entry.ts";

const NOW = Date.parse("2026-11-21T09:30:00.500Z");
const context = { now: NOW, keepOf: () => 36 as const };

function row(part: Partial<EntryInput>) {
  return toRow({ ...makeView("7"), ...part }, context);
}

const base64 = (text: string): string => `==${Buffer.from(text).toString("base64")}`;

describe("the time of a row", () => {
  test.each([
    ["2026-11-20T10:00:00+05:45", "2026-11-20T04:15:00.000Z", 345],
    ["2026-11-20T10:00:00-03:30", "2026-11-20T13:30:00.000Z", -210],
    ["2026-11-20T10:00:00+14:00", "2026-11-19T20:00:00.000Z", 840],
    ["2026-11-20T10:00:00+00:00", "2026-11-20T10:00:00.000Z", 0],
  ])("%s is a moment and an offset", (timestampX, at, offsetMinutes) => {
    const time = splitTime(timestampX, NOW);

    expect({ ...time, at: new Date(time.at).toISOString() }).toEqual({
      ...{ at, offsetMinutes },
      timeText: null,
    });
    expect(joinTime(time)).toBe(timestampX);
  });

  test.each(["2026-11-20T10:00:00Z", "2026-11-20 10:00:00+00:00", "2026-11-20T10:00:00.9+0000"])(
    "%s is kept as it was sent beside its moment",
    (timeText) => {
      const at = Date.parse("2026-11-20T10:00:00Z");

      expect(splitTime(timeText, NOW)).toEqual({ at, offsetMinutes: null, timeText });
    },
  );

  test.each(["", "soon", "1999-12-31T23:59:59+00:00", "2026-11-22T09:30:01+00:00"])(
    "%j is the time of storing, beside what was sent",
    (timeText) => {
      const at = Date.parse("2026-11-21T09:30:00Z");

      expect(splitTime(timeText, NOW)).toEqual({ at, offsetMinutes: null, timeText });
    },
  );

  test("is written again as it was sent, whatever that was", () => {
    const time = fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 19));
    const offset = fc.constantFrom("+03:00", "-00:00", "+00:00", "Z", "-12:34", "+99:99", "");
    const sent = fc.oneof(
      fc.string(),
      fc.tuple(time, offset).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(sent, (text) => {
        expect(joinTime(splitTime(text, NOW))).toBe(text);
      }),
    );
  });
});

describe("the description of a row", () => {
  test.each([
    [null, 0, null],
    ["", 0, null],
    ["saved", 1, null],
    ["/crm/deal/?a=1", 1, null],
    ['{"a":"x","b":[1,2.5]}', 2, null],
    ['{"url":"\\/crm\\/","a":"b"}', 2, "/crm/"],
    ['{"a":"\\u0430\\ud83d\\ude00"}', 2, "а😀"],
    ['{"a":"{\\"b\\":\\"\\\\u0430\\"}"}', 2, "а"],
    ['{"a":"&lt;b&gt;"}', 2, "<b>"],
    ["a &quot;b&quot; &unknown;", 1, 'a "b" &unknown;'],
    ["a & b &amp", 1, null],
    ['a:1:{s:1:"a";s:8:"a &amp; ";}', 3, "a & "],
    [base64("plain"), 1, "plain"],
    [base64('{"a":"\\u0430"}'), 3, '{"a":"\\u0430"}\nа'],
    ["==not base64!", 1, null],
    ['{"a":', 1, null],
  ])("%j has its form and only what it hides as details", (description, form, details) => {
    expect(entryContent(description)).toMatchObject({ form, details });
  });

  test.each([
    ['{"a":"\\u0000b"}', '{"a":"\ufffdb"}'],
    ['{"\\ud800":1}', '{"\ufffd":1}'],
    ['{"a":1.10}', '{"a":1.1}'],
    ['{"a":1e400}', '{"a":"1e400"}'],
    ['{"a":12345678901234567890}', '{"a":"12345678901234567890"}'],
    ['a:1:{s:1:"a";b:1;}', '{"a":true}'],
    ["N;", "null"],
  ])("%j is stored decoded, as no jsonb would take or read it", (description, decoded) => {
    expect(entryContent(description)).toMatchObject({ form: 3, decoded });
    expect(entryJson(description)).toEqual(JSON.parse(decoded));
  });

  test("is looked through in a time that grows with its length alone", () => {
    const size = 1_900_000;
    const units = ['{"a":', '["\\n",', "&#38;", '\\"', "[1e1,", "&amp;", '"\\\\"', '["&lt;"],'];
    for (const unit of units) {
      const started = performance.now();
      entryContent(`[${unit.repeat(size / unit.length)}`);
      entryContent(`["${"\\n&#1;".repeat(size / 7)}"]`);
      expect(performance.now() - started).toBeLessThan(15_000);
    }
  });

  test("gives an evaluator what statements see", () => {
    const entry = { ...makeView("1"), description: base64('{"requestId":"r-1"}') };

    expect(toFilterRow(entry).decoded).toEqual({
      text: '{"requestId":"r-1"}',
      json: { requestId: "r-1" },
    });
  });
});

describe("a row", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7", null],
    ["2001:DB8::0:5", "2001:db8::5", "2001:DB8::0:5"],
    ["::ffff:10.0.0.1", "::ffff:a00:1", "::ffff:10.0.0.1"],
    ["::1", "::1", null],
    ["", null, null],
    ["localhost", null, "localhost"],
    ["10.0.0.1/8", null, "10.0.0.1/8"],
  ])("has the address %s as inet only where it is one", (remoteAddr, addr, addrText) => {
    expect(row({ remoteAddr })).toMatchObject({ addr, addrText });
  });

  test("holds texts as the database can hold them", () => {
    const { entry } = row({ itemId: "a\0\ud800", userAgent: "\0", description: "\udc00" });

    expect([entry.itemId, entry.userAgent, entry.description]).toEqual(["a��", "�", "�"]);
  });

  test.each([
    ["/", true],
    ["/company/personal/user/14/", true],
    ["/crm/deal/details/123456/", false],
    ["/?q=%D0%98%D0%B2", false],
    [`/${"a".repeat(200)}`, false],
    ["", false],
  ])("shares the address asked for when it may come again: %s", (uri, isShared) => {
    expect(looksRepeatable(uri)).toBe(isShared);
  });
});

const FIELDS: Record<keyof EntryInput, true> = {
  nativeId: true,
  timestampX: true,
  severity: true,
  auditTypeId: true,
  moduleId: true,
  itemId: true,
  remoteAddr: true,
  userAgent: true,
  requestUri: true,
  siteId: true,
  userId: true,
  guestId: true,
  description: true,
};

describe("the chain", () => {
  const entry: EntryInput = makeView("7");

  test("has one text for an entry, which never changes", () => {
    const place = { seq: 9_007_199_254_740_993n, source: 0, epoch: 2 } as const;

    expect(chainText({ ...place, entry })).toBe(
      '["9007199254740993",0,2,"7","2026-11-21T12:05:49+03:00","SECURITY","USER_LOGOUT","main","14",' +
        '"203.0.113.7",null,"/","s1",14,null,null]',
    );
    expect(chainHash(new Uint8Array(32), { ...place, entry }).toString("hex")).toBe(
      "ebca74aa4d8b73de9bfd4fcdd5f7e1565d2f667b27aba58885c0b0a5a729f390",
    );
  });

  test("tells every change of a field, of the place and of what was before", () => {
    const place = { seq: 1n, source: 0, epoch: 0 } as const;
    const zero = new Uint8Array(32);
    const changed = Object.keys(FIELDS).map((field) => ({ ...entry, [field]: "changed" }));
    const hashes = [
      chainHash(zero, { ...place, entry }),
      chainHash(new Uint8Array(32).fill(1), { ...place, entry }),
      chainHash(zero, { ...place, seq: 2n, entry }),
      chainHash(zero, { ...place, source: 1, entry }),
      chainHash(zero, { ...place, epoch: 1, entry }),
      ...changed.map((other) => chainHash(zero, { ...place, entry: other })),
    ].map((hash) => hash.toString("hex"));

    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
