import { describe, expect, test } from "vitest";
import {
  exportBody,
  streamPath,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/export/export-request.ts";
import { byteSize } from "../../../app/(frame)/p/[portalKey]/log/_ui/export/byte-size.ts";
import { foldKeys } from "../../../app/(frame)/p/[portalKey]/log/_ui/fold-keys.ts";
import { parseLogAddress } from "../../../app/(frame)/p/[portalKey]/log/_ui/log-address.ts";
import {
  addressOf,
  contentOf,
  findView,
  isChanged,
  isSameContent,
  isUntouched,
  linkContent,
  shownContent,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/views/view-content.ts";
import { viewLink } from "../../../app/_ui/address/portal-link.ts";
import { parseQuery } from "../../../lib/filter/index.ts";
import { READY_VIEWS } from "../../../lib/views/shared.ts";
import type { SessionView } from "../../../lib/portals/shared.ts";

const at = (query: string) => parseLogAddress(new URLSearchParams(query), foldKeys).address;
const MOMENT = ["live=1", "view=charts", "view=context.12"];
const now = new Date("2026-11-21T12:00:00Z");

describe("a view", () => {
  test("keeps what is asked for, and neither live mode nor an open entry", () => {
    const content = contentOf(at("q=office&from=now-24h&tz=UTC&sort=asc&live=1&e=5"));

    expect(content).toEqual({
      ...{ q: "office", from: "now-24h", to: null, tz: "UTC", sort: "asc", cols: null },
    });
    expect(addressOf(content)).toMatchObject({ q: "office", isLive: false, entry: null });
  });

  test("counts as changed when any part of it is another one", () => {
    const content = contentOf(at("q=office&from=now-24h"));

    expect(isSameContent(content, contentOf(at("q=office%20&from=now-24h&live=1")))).toBe(true);
    for (const other of ["q=office", "q=x&from=now-24h", "q=office&from=now-24h&tz=UTC"]) {
      expect(isSameContent(content, contentOf(at(other)))).toBe(false);
    }
  });

  test("keeps the person's own columns, and asks for none where it names none", () => {
    const columns = ["time", "json.request.id"];
    const kept = shownContent(at("q=office"), columns);

    expect(kept.cols).toBe("time,json.request.id");
    expect(shownContent(at("cols=event"), columns).cols).toBe("event");
    expect(isChanged(kept, at("q=office"), columns)).toBe(false);
    expect(isChanged(kept, at("q=office"), ["time"])).toBe(true);
    expect(isChanged(contentOf(at("q=office")), at("q=office"), ["time"])).toBe(false);
    expect(isChanged(contentOf(at("q=office")), at("q=office&cols=ip"), ["time"])).toBe(true);
  });

  test("is begun with only where the address asks for nothing", () => {
    expect(isUntouched(at("o=sealed&lang=ru"))).toBe(true);
    for (const asked of ["q=a", "from=now-1h", "e=4", "saved=rights", "sort=asc", ...MOMENT]) {
      expect(isUntouched(at(asked))).toBe(false);
    }
  });

  test("that is there from the start has a query without mistakes", () => {
    for (const { name, content } of READY_VIEWS) {
      expect([name, parseQuery(content.q).ok]).toEqual([name, true]);
      expect(findView(name, [])).toMatchObject({ kind: "ready", name });
    }
    expect(findView("no-such-view", [])).toBeNull();
  });
});

describe("a link to a view", () => {
  const content = contentOf(at("q=office&from=now-24h"));

  test("has the range of its moment and the zone it was seen in", () => {
    const fixed = linkContent(content, { now, timeZone: "Asia/Tokyo", isRelative: false });

    expect(fixed).toMatchObject({
      ...{ from: "2026-11-20T12:00:00.000Z", to: "2026-11-21T12:00:00.000Z", tz: "Asia/Tokyo" },
    });
  });

  test("keeps a relative range where that is wanted, and an open beginning always", () => {
    const input = { now, timeZone: "UTC" };

    expect(linkContent(content, { ...input, isRelative: true })).toMatchObject({
      ...{ from: "now-24h", to: null, tz: "UTC" },
    });
    expect(linkContent(contentOf(at("")), { ...input, isRelative: false })).toMatchObject({
      ...{ from: null, to: now.toISOString() },
    });
  });

  test("opens the application on the portal by a short number", () => {
    const portal = { origin: "https://a.example.bitrix24.com", appCode: "x.logbook" };

    expect(viewLink({ portal } as SessionView, "abcDEF0123")).toBe(
      "https://a.example.bitrix24.com/marketplace/view/x.logbook/?params%5Bv%5D=1&params%5Bs%5D=abcDEF0123",
    );
  });
});

describe("what an export asks for", () => {
  const shown = ["time", "event", "unknown"];
  const filter = at("q=type:A&from=now-7d&sort=asc");
  const asked = { filter, ids: null, shown, timeZone: "UTC", lang: "en" as const };
  const choice = { format: "csv", columns: "shown", delimiter: "semicolon" } as const;

  test("is the query, range and order of the list, and its columns", () => {
    expect(exportBody(asked, choice)).toEqual({
      ...{ format: "csv", q: "type:A", from: "now-7d", tz: "UTC", order: "asc", lang: "en" },
      columns: ["id", "time", "timeIso", "event", "type"],
      delimiter: "semicolon",
    });
  });

  test("is nothing but the picked entries where some were picked", () => {
    const body = exportBody({ ...asked, ids: ["4", "5"] }, { ...choice, columns: "all" });

    expect(body).toMatchObject({ ids: ["4", "5"] });
    expect(Object.keys(body)).not.toContain("q");
    expect(streamPath(body)).toContain("ids=4%2C5");
  });

  test("fits into an address, or a file has to be prepared", () => {
    const long = { ...filter, q: "я".repeat(2_000) };

    expect(streamPath(exportBody({ ...asked, filter: long }, choice))).toBeNull();
  });

  test("gives files of sizes that people read", () => {
    const sizes = [0, 999, 1_500, 12_345_678, 1_073_741_824];
    const said = (lang: string) =>
      sizes.map((size) => byteSize(size, lang).replace(/\u00a0/g, " "));

    expect(said("en")).toEqual(["0 bytes", "999 bytes", "1.5 kB", "12.3 MB", "1.1 GB"]);
    expect(said("ru")).toEqual(["0 байт", "999 байт", "1,5 кБ", "12,3 МБ", "1,1 ГБ"]);
  });
});
