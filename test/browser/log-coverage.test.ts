import { afterEach, describe, expect, test } from "vitest";
import { storedLog } from "../support/browser-archive.ts";
import { findBarriers } from "../support/browser-axe.ts";
import { rowIds, rowOf } from "../support/browser-grid.ts";
import { browserBed } from "../support/browser-test.ts";
import type { Visitor } from "../support/browser-visitor.ts";

const bed = await browserBed({ portals: [{ edition: "enterprise", entries: 400 }] });
const { eventLog, settings } = bed.portal;
settings.logsRestUse = false;
const { idsOf, idOf } = storedLog(bed.db, bed.portal);

afterEach(() => bed.cloud.faults.clear());

async function open(query: Record<string, string> = {}): Promise<Visitor> {
  const person = await bed.visitor();
  await person.openApp();
  await person.app.getByRole("grid").waitFor();
  await person.app.getByRole("search").waitFor();
  if (Object.keys(query).length > 0) await goTo(person, query);
  return person;
}

async function goTo({ frame }: Visitor, query: Record<string, string>): Promise<void> {
  const shown = await frame();
  const url = new URL(shown.url());
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  await shown.goto(url.href);
}

const REMOVED = /^Removed at the end of their time \(6\smonths\)/;

/** The bounds of a month, as the address of the log has them. */
function monthAgo(months: number): { from: string; to: string } {
  const now = new Date();
  const start = (ago: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago));
  return { from: start(months).toISOString(), to: start(months - 1).toISOString() };
}

/** As if the archive had begun a year ago, and a class of it had gone up to that month. */
async function removeMonths(input: { keep: number; monthsAgo: number }): Promise<void> {
  const begin = monthAgo(12).from;
  await bed.db.$executeRaw`
    UPDATE archive_span s SET low_at = ${begin}::timestamptz
    WHERE low_id = (SELECT min(low_id) FROM archive_span WHERE portal_id = s.portal_id)`;
  await bed.db.$executeRaw`
    INSERT INTO entry_removed (portal_id, first_seq, last_seq, last_hash, keep, month)
    SELECT portal_id, ${1_000_000 + input.keep}::bigint, ${1_000_000 + input.keep}::bigint, last_hash,
      ${input.keep}::smallint, ${monthAgo(input.monthsAgo).from.slice(0, 10)}::date
    FROM archive_head`;
}

describe("a link to an entry", () => {
  test("opens its panel and the list around it, however old it is", async () => {
    const ids = await idsOf();
    const id = ids[250] ?? "";
    const { app, page } = await open({ e: id });
    await app
      .getByRole("complementary", { name: `Entry ${id}` })
      .locator("dl")
      .waitFor();
    await expect.poll(() => rowOf(app, id).getAttribute("aria-current")).toBe("true");
    const neighbours = async () => {
      const shown = await rowIds(app);
      const place = shown.indexOf(id);
      return shown.slice(Math.max(0, place - 3), place + 4);
    };
    await expect.poll(neighbours).toEqual(ids.slice(247, 254));
    await app.getByRole("grid").hover();
    const newest = async () => {
      await page.mouse.wheel(0, -2_000);
      return (await rowIds(app))[0];
    };
    await expect.poll(newest).toBe(ids[0]);
  });

  test("says what became of an entry that is not in the archive", async () => {
    const person = await open();
    person.expectFaults(/404/);
    await goTo(person, { e: "987654321" });
    await person.app.getByRole("heading", { name: "This entry is not in the archive" }).waitFor();
    await person.app.getByText("The archive never had an entry with this number.").waitFor();
    await rowOf(person.app, (await idsOf())[0] ?? "").waitFor();
  });
});

describe("live mode", () => {
  test("puts an entry that appeared late to the place of its time and says so", async () => {
    const now = Math.floor(Date.now() / 1_000);
    const commit = eventLog.begin({ auditTypeId: "EXAMPLE_LATE", at: now - 30 });
    const [newer] = eventLog.appendRows([{ auditTypeId: "EXAMPLE_NEWER" }]);
    const newerId = await idOf(newer);
    const { app } = await open();
    await app.getByText("Live", { exact: true }).click();
    await rowOf(app, newerId).waitFor();
    const late = commit();
    await app.getByText("1 arrived late").waitFor();
    const lateId = await idOf(late);
    await rowOf(app, lateId).waitFor();
    const wanted = await idsOf();
    expect((await rowIds(app)).slice(0, 8)).toEqual(wanted.slice(0, 8));
    expect(wanted.indexOf(lateId)).toBeGreaterThan(wanted.indexOf(newerId));
  });
});

describe("what is missing", () => {
  test("stands between the rows with its dates", async () => {
    const { rows } = eventLog;
    const [low, high] = [rows.at(-40), rows.at(-30)];
    const [from, to] = [(low?.at ?? 0) + 1, high?.at ?? 0].map((at) => new Date(at * 1_000));
    await idOf(rows.at(-1));
    await bed.db.$executeRaw`
      UPDATE archive_span SET low_id = ${high?.id ?? 0}, low_at = ${to}
      WHERE state = 'loaded' AND high_id >= ${high?.id ?? 0}`;
    const [span] = await bed.db.archiveSpan.findMany({ take: 1 });
    const portalId = span?.portalId ?? 0n;
    await bed.db.$executeRaw`
      INSERT INTO archive_span (portal_id, epoch, low_id, high_id, state, low_at, high_at)
      VALUES (${portalId}, 0, ${rows[0]?.id ?? 0}, ${low?.id ?? 0}, 'loaded',
          ${new Date((rows[0]?.at ?? 0) * 1_000)}, ${from}),
        (${portalId}, 0, ${(low?.id ?? 0) + 1}, ${(high?.id ?? 0) - 1}, 'lost', ${from}, ${to})`;
    const { app, page } = await open();
    const band = app.getByRole("gridcell", { name: /^Lost: the portal had dropped/ });
    await app.getByRole("grid").hover();
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 300);
        return band.count();
      })
      .toBe(1);
  });

  test("is told instead of an empty list", async () => {
    const { app } = await open({ to: "2020-01-01T00:00:00Z" });
    await app.getByRole("heading", { name: "This range is outside of the archive" }).waitFor();
    await app
      .getByText(/^Before the archive/)
      .first()
      .waitFor();
  });

  test("is said to be removed where retention removed it, in the list and instead of it", async () => {
    await removeMonths({ keep: 6, monthsAgo: 8 });
    const { app } = await open(monthAgo(8));
    await app.getByRole("heading", { name: "The entries of these dates were removed" }).waitFor();
    await app.getByRole("listitem").filter({ hasText: REMOVED }).waitFor();
    expect(await app.getByText("No entry matches these filters").count()).toBe(0);
    await app.getByRole("button", { name: /^Go to the first entry/ }).click();
    await app.getByRole("gridcell", { name: REMOVED }).first().waitFor();
  });

  test("is named beside a query that matches nothing, with the settings that decide", async () => {
    const { app, frame } = await open({ q: "nothing-like-this" });
    await app.getByRole("heading", { name: "No entry matches these filters" }).waitFor();
    await app.getByRole("listitem").filter({ hasText: REMOVED }).waitFor();
    expect(await findBarriers(await frame())).toEqual([]);
    await app.getByRole("link", { name: "Open the settings" }).click();
    await app.getByText(/^all before .* \(6\smonths\)$/).waitFor();
  });

  test("is why the portal cannot be read, while the archive stays readable", async () => {
    const ids = await idsOf();
    const match = { kind: "rest3", memberId: bed.portal.memberId } as const;
    bed.cloud.faults.add([{ match, action: { status: 502, html: true } }]);
    const { app } = await open();
    await app.getByRole("button", { name: "Read the log again" }).click();
    await app.getByText("The portal did not answer.").waitFor();
    await app.getByText("Everything stored so far stays readable.").waitFor();
    expect((await rowIds(app))[0]).toBe(ids[0]);
  });
});

describe("the chart", () => {
  test("sets the range by keyboard and shows its numbers as a table", async () => {
    const total = (await idsOf()).length;
    const { app, page, frame } = await open();
    const chart = app.getByRole("region", { name: "Entries over time" });
    await chart.locator("[data-bar]").first().waitFor();
    await chart.getByRole("button", { name: "Show the numbers as a table" }).click();
    const inTable = async () => {
      const cells = await chart.locator("tbody td:nth-child(2)").allInnerTexts();
      return cells.reduce((sum, text) => sum + Number(text), 0);
    };
    await expect.poll(inTable).toBe(total);
    await chart.getByRole("button", { name: "Show the numbers as a chart" }).click();
    const label = await chart.locator("[data-bar]").last().getAttribute("aria-label");
    await chart.locator("[data-bar]").first().focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("Enter");
    const range = async () => new URL((await frame()).url()).searchParams;
    await expect.poll(async () => (await range()).get("to")).not.toBeNull();
    expect(label).toMatch(/: \d+ entr|: no entries/);
    const { searchParams } = new URL((await frame()).url());
    const from = Date.parse(searchParams.get("from") ?? "") / 1_000;
    const inside = await idsOf((row) => row.at >= from);
    await expect.poll(async () => (await rowIds(app)).slice(0, 5)).toEqual(inside.slice(0, 5));
  });
});
