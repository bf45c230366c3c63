import { describe, expect, test } from "vitest";
import {
  entriesOf,
  entryIdAt,
  foldRows,
  isFold,
  withPretty,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/list-rows.ts";
import { makeEntry } from "./make-entry.ts";

const same = { auditTypeId: "USER_LOGIN", userId: 5, remoteAddr: "192.0.2.1" };
const rows = [
  makeEntry("9", { ...same }),
  makeEntry("8", { ...same }),
  makeEntry("7", { ...same, userId: 6 }),
  makeEntry("6", { ...same }),
];
const band = { id: "lost", state: "lost" as const, from: null, to: "2026-11-01T00:00:00Z" };
const none = new Set<string>();

describe("folding", () => {
  test("makes one row of neighbours of the same event, user and address", () => {
    const folded = foldRows(rows, none);

    expect(folded.map((row) => (isFold(row) ? row.members.length : 1))).toEqual([2, 1, 1]);
    expect(folded.map(({ id }) => id)).toEqual(["9", "7", "6"]);
  });

  test("never loses an entry, folded or open", () => {
    for (const open of [none, new Set(["8"])]) {
      const ids = foldRows(rows, open).flatMap((row) => entriesOf(row).map(({ id }) => id));
      expect(ids).toEqual(["9", "8", "7", "6"]);
    }
  });

  test("does not reach over what is missing between rows", () => {
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error("There are no rows.");

    expect(foldRows([first, band, second], none).map(({ id }) => id)).toEqual(["9", "lost", "8"]);
  });

  test("keeps its row while entries of the kind come in on the other end", () => {
    const more = [...rows.slice(0, 2), makeEntry("5", { ...same })];

    expect(foldRows(more, none).map(({ id }) => id)).toEqual(["9"]);
  });
});

test("a formatted description stands below its entry, also of a folded row", () => {
  const shown = withPretty(foldRows(rows, none), new Set(["9", "6"]));

  expect(shown.map(({ id }) => id)).toEqual(["9", "pretty 9", "7", "6", "pretty 6"]);
});

test("a row is about its entry, a formatted description too, and what is missing about none", () => {
  expect(["9", "pretty 6", "lost", "pretty 1"].map((key) => entryIdAt(key, rows))).toEqual([
    "9",
    "6",
    null,
    null,
  ]);
});
