import { describe, expect, test } from "vitest";
import { columnOrder } from "../../../app/(frame)/p/[portalKey]/log/_ui/column-orders.ts";
import { withBands } from "../../../app/(frame)/p/[portalKey]/log/_ui/bands.ts";
import {
  asOnePage,
  joinPages,
  type KeptPage,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/entry-query.ts";
import { neighbours } from "../../../app/(frame)/p/[portalKey]/log/_ui/neighbours.ts";
import { ENTRY_ORDERS } from "../../../lib/archive/shared.ts";
import { makeEntry } from "./make-entry.ts";

describe("the head of a column", () => {
  test("puts names in their order first, then turns it around", () => {
    expect(columnOrder("event", "desc")).toEqual({ direction: null, next: "type" });
    expect(columnOrder("event", "type")).toEqual({ direction: "ascending", next: "-type" });
    expect(columnOrder("event", "-type")).toEqual({ direction: "descending", next: "type" });
  });

  test("shows the gravest first", () => {
    expect(columnOrder("severity", "user")).toEqual({ direction: null, next: "-severity" });
  });

  test("of the time leads back to it from every other order", () => {
    for (const order of ENTRY_ORDERS.filter((one) => one !== "desc" && one !== "asc")) {
      expect(columnOrder("time", order)).toEqual({ direction: null, next: "desc" });
    }
    expect(columnOrder("time", "desc")?.next).toBe("asc");
    expect(columnOrder("time", "asc")?.next).toBe("desc");
  });

  test("of other columns has no order", () => {
    expect(columnOrder("description", "desc")).toBeNull();
  });
});

const at = (minute: number) => `2026-11-21T10:${String(minute).padStart(2, "0")}:00Z`;
const rows = [5, 1, 9].map((minute) => makeEntry(String(minute), { at: at(minute) }));

describe("rows in an order by value", () => {
  test("stay as they came, page after page", () => {
    expect(joinPages([{ items: rows }], "type").map(({ id }) => id)).toEqual(["5", "1", "9"]);
  });

  test("have what is missing above them, where the list begins", () => {
    const band = { id: "before", state: "before" as const, from: null, to: at(0) };
    const input = { rows, bands: [band], hasMore: true };
    const ids = (hasBefore: boolean) =>
      withBands({ ...input, sort: "-user", hasBefore }).map(({ id }) => id);

    expect(ids(false)).toEqual(["before", "5", "1", "9"]);
    expect(ids(true)).toEqual(["5", "1", "9"]);
  });

  test("have neighbours by their places", () => {
    expect(neighbours(rows, "1", "module")).toEqual({ newer: "5", older: "9" });
  });
});

describe("pages that become those of a fixed range", () => {
  const page = (ids: number[], older: string | null): KeptPage => ({
    ...{ items: ids.map((id) => makeEntry(String(id), { at: at(id) })), users: {} },
    ...{ older, newer: null, lastSeq: "9", query: { printed: "", faults: [] } },
    ...{ searchedTo: null, tookMs: 1, tail: null, loading: "none" as const },
    coverage: {} as KeptPage["coverage"],
  });

  test("are one, which goes on by time where there is more", () => {
    const one = asOnePage([page([9, 8], "cursor"), page([7, 6], "further")], "desc");

    expect(one?.items.map(({ id }) => id)).toEqual(["9", "8", "7", "6"]);
    expect(one).toMatchObject({ older: null, newer: null, resumeAt: at(6) });
  });

  test("end where they ended", () => {
    expect(asOnePage([page([9, 8], null)], "desc")?.resumeAt).toBeUndefined();
    expect(asOnePage([], "desc")).toBeNull();
  });
});
