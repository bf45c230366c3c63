import { describe, expect, test } from "vitest";
import { neighbours } from "../../../app/(frame)/p/[portalKey]/log/_ui/neighbours.ts";
import { framePath } from "../../../app/_ui/address/frame-address.ts";
import { entryLink } from "../../../app/_ui/address/portal-link.ts";
import { firstPending } from "../../../app/_ui/setup/checks.ts";
import { layoutGrid } from "../../../app/_ui/table/columns.ts";
import type { SessionView } from "../../../lib/portals/shared.ts";
import { makeEntry } from "./make-entry.ts";

describe("the address of a page", () => {
  const current = new URLSearchParams("o=seal&lang=ru&theme=dark&from=now-1h&t=ticket");

  test("keeps the framing proof, the language and the theme, and nothing of the page before", () => {
    const path = framePath(current, { portalKey: "demo", page: "runs" });

    expect(path).toBe("/p/demo/runs?o=seal&lang=ru&theme=dark");
  });

  test("escapes what it is given", () => {
    const path = framePath(new URLSearchParams(), { portalKey: "a b", page: "runs", id: "x/y" });

    expect(path).toBe("/p/a%20b/runs/x%2Fy");
  });
});

describe("the link to an entry", () => {
  const portal = { key: "demo", origin: "https://portal.example.bitrix24.com", state: "active" };
  const session = (appCode: string | null) =>
    ({ portal: { ...portal, isInstalled: true, appCode } }) as unknown as SessionView;

  test("opens this application on the portal", () => {
    expect(entryLink(session("vendor.logbook"), "446315")).toBe(
      "https://portal.example.bitrix24.com/marketplace/view/vendor.logbook/" +
        "?params%5Bv%5D=1&params%5Be%5D=446315",
    );
  });

  test("is none while the portal has not told the application's code", () => {
    expect(entryLink(session(null), "1")).toBeNull();
  });
});

describe("the neighbours of an entry", () => {
  const rows = ["3", "2", "1"].map((id) => makeEntry(id));

  test("are the rows above and below it", () => {
    expect(neighbours(rows, "2")).toEqual({ newer: "3", older: "1" });
    expect(neighbours(rows, "3")).toEqual({ newer: null, older: "2" });
  });

  test("are none for an entry that is not in the list", () => {
    expect(neighbours(rows, "9")).toEqual({ newer: null, older: null });
  });

  test("are those by time, also where the oldest is first", () => {
    expect(neighbours(rows.toReversed(), "2")).toEqual({ newer: "3", older: "1" });
  });
});

describe("the columns of a table", () => {
  const cell = () => null;
  const columns = [
    { id: "time", title: "Time", track: "100px", cell },
    { id: "ip", title: "IP", track: "80px", hideBelow: 800, cell },
  ];
  const stacked = { below: 500, height: 70, cell };
  const layout = (width: number) => layoutGrid({ columns, rowHeight: 40, stacked, width });

  test("give way where they no longer fit", () => {
    expect(layout(1200).tracks).toBe("100px 80px");
    expect(layout(700).tracks).toBe("100px");
  });

  test("become one cell with all titles on a narrow screen", () => {
    const narrow = layout(390);

    expect(narrow).toMatchObject({ isStacked: true, rowHeight: 70 });
    expect(narrow.columns.map((column) => column.title)).toEqual(["Time, IP"]);
  });

  test("are all shown before the first measuring", () => {
    expect(layout(0).columns).toHaveLength(2);
  });
});

describe("the installation", () => {
  test("is at work on the first check without a result", () => {
    const done = { state: "ok" as const, detail: null };

    expect(firstPending([])).toBe("identity");
    expect(firstPending([{ name: "identity", ...done }])).toBe("administrator");
  });
});
