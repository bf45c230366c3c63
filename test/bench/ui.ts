import { gzipSync } from "node:zlib";
import type { Frame } from "playwright-core";
import { startBed, type BrowserBed } from "../support/browser-bed.ts";
import type { Visitor } from "../support/browser-visitor.ts";
import { until } from "../support/until.ts";
import { makeBenchDb, type BenchOptions } from "./bed.ts";
import { median, quantile, toFigure, type Figure } from "./figure.ts";
import { drawNaively, heapOf, longestUntilNew, naiveInsert, scrollFrames } from "./ui-frames.ts";
import { feedRows } from "./ui-rows.ts";

const OPENINGS = 3;
const CHANGES = 20;
const WAIT_MS = 60_000;
const LOADED = 50_000;
const NAIVE = "all rows in the document";
const lower = { better: "lower" } as const;

/** The log's page in a real browser: how soon it shows rows, and how it bears many of them. */
export async function ui({ serverUrl, say }: BenchOptions): Promise<Figure[]> {
  const bench = await makeBenchDb(serverUrl);
  const bed = await startBed({
    databaseUrl: bench.url,
    portals: [{ edition: "enterprise", entries: 2_000 }],
  });
  try {
    const opened = await measureOpening(bed, say);
    const changes = await measureChanges(bed, say);
    return [...opened, changes, ...(await measureRows(bed, say))];
  } finally {
    await bed.stop();
    await bench.drop();
  }
}

interface Opening {
  rowsMs: number;
  scripts: string[];
}

async function measureOpening(bed: BrowserBed, say: BenchOptions["say"]): Promise<Figure[]> {
  const openings: Opening[] = [];
  for (let number = 0; number < OPENINGS; number += 1) {
    const visitor = await bed.visitor();
    await visitor.context.addInitScript(watchFirstRows);
    await visitor.openApp();
    await visitor.app.locator("[role=row][data-row]").first().waitFor();
    openings.push(await (await visitor.frame()).evaluate(readOpening));
    await visitor.close();
  }
  const times = openings.map(({ rowsMs }) => rowsMs);
  say(`first rows: ${times.map(Math.round).join(", ")} ms`);
  let bytes = 0;
  for (const script of openings.at(-1)?.scripts ?? []) {
    bytes += gzipSync(Buffer.from(await (await fetch(script)).arrayBuffer())).length;
  }
  const kb = { name: "ui script before the first rows, gzip", unit: "KB", ours: bytes / 1_024 };
  const rows = { name: "ui first rows in the frame", unit: "ms", ours: median(times) };
  return [
    toFigure({ ...kb, ...lower, aim: { on: "ours", value: 200 } }),
    toFigure({ ...rows, ...lower, aim: { on: "ours", value: 1_000 } }),
  ];
}

function watchFirstRows(): void {
  const watch = new MutationObserver(() => {
    if (document.querySelector("[role=row][data-row]") === null) return;
    performance.mark("first-rows");
    watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
}

function readOpening(): Opening {
  const rowsMs = performance.getEntriesByName("first-rows")[0]?.startTime ?? Number.NaN;
  const scripts = performance
    .getEntriesByType("resource")
    .filter((entry) => entry.startTime < rowsMs && /\.js(\?|$)/.test(entry.name))
    .map((entry) => entry.name);
  return { rowsMs, scripts: [...new Set(scripts)] };
}

async function measureChanges(bed: BrowserBed, say: BenchOptions["say"]): Promise<Figure> {
  const visitor = await bed.visitor();
  const { frame, box } = await openLog(visitor);
  const types = [...new Set(bed.portal.eventLog.rows.map(({ auditTypeId }) => auditTypeId))];
  const times: number[] = [];
  for (let number = 0; number < CHANGES; number += 1) {
    await box.fill(`type:${types[number % types.length] ?? ""}`);
    const changed = frame.evaluate(timeToOtherRows);
    await box.press("Enter");
    times.push(await changed);
  }
  await visitor.close();
  say(`filter changes: ${times.map(Math.round).join(", ")} ms`);
  return toFigure({
    ...{ name: "ui filter change to rows p95", unit: "ms", ours: quantile(times, 0.95) },
    ...lower,
    aim: { on: "ours", value: 700 },
  });
}

async function openLog(visitor: Visitor) {
  visitor.context.setDefaultTimeout(WAIT_MS);
  await visitor.openApp();
  await visitor.app.locator("[role=row][data-row]").first().waitFor();
  const frame = await visitor.frame();
  return { frame, box: visitor.app.getByRole("combobox", { name: "Search the log" }) };
}

/** From Enter until the rows are those of the code that the box names. */
async function timeToOtherRows(): Promise<number> {
  const box = document.querySelector<HTMLInputElement>("[role=combobox]");
  const code = box?.value.replace("type:", "") ?? "";
  const begin = await new Promise<number>((resolve) => {
    window.addEventListener("keydown", () => resolve(performance.now()), {
      once: true,
      capture: true,
    });
  });
  const isThere = () => {
    const rows = [...document.querySelectorAll("[data-row] [data-column=event] code")];
    return rows.length > 0 && rows.every((row) => row.textContent === code);
  };
  while (!isThere()) await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}

async function measureRows(bed: BrowserBed, say: BenchOptions["say"]): Promise<Figure[]> {
  const visitor = await bed.visitor();
  const { page } = visitor;
  const { addLive } = await feedRows(page, LOADED);
  const { frame } = await openLog(visitor);
  await loadAll(frame);
  say(`${LOADED} rows are loaded`);
  const frames = await scrollFrames(frame);
  const heap = await heapOf(page);
  await frame.evaluate(() => document.querySelector("[role=grid]")?.parentElement?.scrollTo(0, 0));
  await visitor.app.getByText("Live", { exact: true }).click();
  await page.mouse.move(0, 0);
  const inserted = longestUntilNew(frame);
  addLive();
  const insert = await inserted;
  await drawNaively(frame, LOADED);
  const naiveHeap = await heapOf(page);
  const naive = await scrollFrames(frame);
  const inserts: number[] = [];
  for (let number = 0; number < 5; number += 1) inserts.push(await naiveInsert(frame));
  await visitor.close();
  const p95 = (times: number[]) => quantile(times, 0.95);
  const peer = (value: number) => ({ name: NAIVE, value });
  say(`frames p95 ${p95(frames)} ms, naive ${p95(naive)} ms; heap ${heap} and ${naiveHeap} MB`);
  return [
    toFigure({
      ...{ name: "ui frame p95 scrolling 50000 rows", unit: "ms", ours: p95(frames) },
      ...{ ...lower, peer: peer(p95(naive)), aim: { on: "ours", value: 20 } },
    }),
    toFigure({
      ...{ name: "ui heap with 50000 rows", unit: "MB", ours: heap },
      ...{ ...lower, aim: { on: "ours", value: 100 } },
    }),
    toFigure({
      ...{ name: "ui longest frame of a live insert", unit: "ms", ours: insert },
      ...{ ...lower, peer: peer(median(inserts)) },
    }),
  ];
}

/** Scrolls to the end until nothing more comes. */
async function loadAll(frame: Frame): Promise<void> {
  await until(
    async () =>
      frame.evaluate((wanted) => {
        const box = document.querySelector("[role=grid]")?.parentElement;
        box?.scrollTo(0, box.scrollHeight);
        const rows = document.querySelectorAll("[data-index]");
        const last = Number(rows[rows.length - 1]?.getAttribute("data-index") ?? 0);
        return last + 1 >= wanted;
      }, LOADED),
    { timeoutMs: 120_000, what: `${LOADED} rows to be loaded` },
  );
}
