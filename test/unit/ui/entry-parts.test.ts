import { describe, expect, test } from "vitest";
import { compareRows } from "../../../app/(frame)/p/[portalKey]/log/_ui/compare/compare-rows.ts";
import { addressClass } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/address-class.ts";
import { readDevice } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/device.ts";
import { entryChanges } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/entry-differences.ts";
import { requestIdOf } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/entry-request.ts";
import {
  entryCurl,
  entryJson,
  entryMarkdown,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/entry-texts.ts";
import { changesWithin } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/find-changes.ts";
import { portalPlaces } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry/portal-places.ts";
import { makeEntry } from "./make-entry.ts";

describe("what a description says was changed", () => {
  test("is found in a pair of the whole, and in pairs of single fields", () => {
    const whole = changesWithin({ before: { a: 1, b: "x" }, after: { a: 2, b: "x", c: null } });
    const single = changesWithin({ EMAIL: { old: "a@example.com", new: "b@example.com" }, n: 1 });

    expect(whole).toEqual([
      { path: ["a"], before: "1", after: "2" },
      { path: ["c"], before: null, after: "null" },
    ]);
    expect(single).toEqual([{ path: ["EMAIL"], before: "a@example.com", after: "b@example.com" }]);
  });

  test("is told for lists by what came and went, not by places", () => {
    expect(changesWithin({ before: [1, 2, 3], after: [2, 3, 4] })).toEqual([
      { path: [], before: "1", after: "4" },
    ]);
    expect(changesWithin({ before: [1, 2], after: [2, 1] })).toEqual([
      { path: [], before: "1, 2", after: "2, 1" },
    ]);
    expect(changesWithin({ before: [{ r: "R" }], after: [{ r: "W" }, { r: "X" }] })).toEqual([
      { path: ["0", "r"], before: "R", after: "W" },
      { path: ["1"], before: null, after: '{"r":"X"}' },
    ]);
  });

  test("is nothing where there is no pair, and no difference where both are the same", () => {
    expect(changesWithin({ message: "before and after" })).toBeNull();
    expect(changesWithin("before")).toBeNull();
    expect(changesWithin({ before: { a: [1] }, after: { a: [1] } })).toEqual([]);
  });

  test("is otherwise what differs from an earlier event", () => {
    const named = { description: "Description", field: (name: string) => name };
    const previous = makeEntry("1", { remoteAddr: "10.0.0.1", description: '{"n":1}' });
    const entry = makeEntry("2", { remoteAddr: "10.0.0.2", description: '{"n":2}' });

    expect(entryChanges({ previous, entry, named })).toEqual([
      { path: ["remoteAddr"], before: "10.0.0.1", after: "10.0.0.2" },
      { path: ["Description", "n"], before: "1", after: "2" },
    ]);
  });
});

describe("places of the portal an entry speaks of", () => {
  const pathsOf = (part: Parameters<typeof makeEntry>[1]) =>
    portalPlaces(makeEntry("1", part)).map(({ kind, path }) => `${kind} ${path}`);

  test.each([
    [
      { auditTypeId: "USER_EDIT", itemId: "3", userId: 1 },
      ["user /company/personal/user/1/", "object /company/personal/user/3/"],
    ],
    [{ auditTypeId: "USER_LOGOUT", itemId: "1", userId: 1 }, ["user /company/personal/user/1/"]],
    [{ auditTypeId: "USER_LOGIN", itemId: "anna", userId: null }, []],
    [{ auditTypeId: "GROUP_UPDATED", itemId: "5", userId: null }, []],
    [
      { auditTypeId: "EXAMPLE_TASK", moduleId: "tasks", itemId: "77", userId: 2 },
      ["user /company/personal/user/2/", "task /company/personal/user/2/tasks/task/view/77/"],
    ],
    [
      { auditTypeId: "EXAMPLE_GROUP", moduleId: "socialnetwork", itemId: "8", userId: null },
      ["group /workgroups/group/8/"],
    ],
    [
      { auditTypeId: "MP_MODULE_INSTALLED", itemId: "example.shop", userId: null },
      ["application /marketplace/detail/example.shop/"],
    ],
    [
      {
        auditTypeId: "USER_AUTHORIZE",
        itemId: "1",
        userId: null,
        description: '{"applicationType":"oauth","applicationId":5}',
      },
      ["object /company/personal/user/1/", "application /marketplace/app/5/"],
    ],
    [
      { auditTypeId: "X", itemId: "", userId: null, requestUri: "/crm/deal/details/12/?a=1" },
      ["page /crm/deal/details/12/"],
    ],
    [
      {
        auditTypeId: "MP_MODULE_INSTALLED",
        itemId: "../../x",
        userId: 0,
        requestUri: "//evil.example.com/",
      },
      [],
    ],
  ])("are those its type means: %j", (part, paths) => {
    expect(pathsOf(part)).toEqual(paths);
  });
});

test.each([
  ["10.1.2.3", "private"],
  ["203.0.113.7", "reserved"],
  ["8.8.8.8", "public"],
  ["127.0.0.1", "loopback"],
  ["100.64.0.1", "shared"],
  ["fe80::1", "linkLocal"],
  ["fd00::1", "private"],
  ["::ffff:192.168.0.1", "private"],
  ["2a00:1450::1", "public"],
  ["", null],
  ["12345", null],
  ["unknown", null],
])("the address %s is of the class %s", (address, name) => {
  expect(addressClass(address)).toBe(name);
});

test("a user agent is read as browser and system, or as nothing", () => {
  const chrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

  expect(readDevice(chrome)).toEqual({ browser: "Chrome 142.0", system: "Windows 10" });
  expect(readDevice("")).toBeNull();
});

describe("copies of an entry", () => {
  const description = JSON.stringify({ requestId: "r-1", note: "a|b *c*" });
  const entry = makeEntry("42", { description });

  test("as JSON are the entry, and as a call name no secret", () => {
    expect(JSON.parse(entryJson(entry))).toEqual(entry);
    const call = entryCurl({ appOrigin: "https://logbook.example.com", id: "42" });
    expect(call).toContain("'https://logbook.example.com/api/v1/entries/42'");
    expect(call).toContain("Bearer <API_TOKEN>");
  });

  test("as Markdown stay a table whatever the values hold", () => {
    const lines = [{ title: "URL", value: "/a|b\n<script>" }];

    expect(entryMarkdown({ title: "One *two*", lines })).toBe(
      "**One \\*two\\***\n\n| | |\n|--|--|\n| URL | /a\\|b<br>\\<script\\> |",
    );
  });

  test("know the request the entry belongs to", () => {
    expect(requestIdOf(description)).toBe("r-1");
    expect(requestIdOf('{"list":["requestId"]}')).toBeNull();
    expect(requestIdOf("requestId: 5")).toBeNull();
    expect(requestIdOf(null)).toBeNull();
  });
});

test("entries side by side are compared field by field and place by place", () => {
  const rows = compareRows([
    makeEntry("1", { description: '{"a":1,"b":{"c":12345678901234567890}}' }),
    makeEntry("2", { description: '{"a":1,"b":{"c":12345678901234567891}}' }),
    makeEntry("3", { description: "plain text" }),
  ]);
  const find = (key: string) => rows.find((row) => row.key === key);

  expect(find("field severity")).toMatchObject({ isSame: true });
  expect(find("field id")).toMatchObject({ values: ["1", "2", "3"], isSame: false });
  expect(find("path a")).toMatchObject({ values: ["1", "1", null] });
  expect(find("path b.c")?.values).toEqual(["12345678901234567890", "12345678901234567891", null]);
  expect(find("description")?.values).toEqual([null, null, "plain text"]);
});
