import type { Page, Route } from "playwright-core";

interface Body {
  items: Record<string, unknown>[];
  users?: unknown;
  coverage?: unknown;
  tail?: unknown;
}

const EMPTY: Body = { items: [] };

const FIRST = 1_000_000;
const PAGE = 5_000;

/** Answers the page's questions for entries with so many made-up ones, in large pages, and then one live. */
export async function feedRows(page: Page, count: number): Promise<{ addLive(): void }> {
  let liveLeft = 0;
  let template: Body | null = null;
  const begin = Date.now() - 60_000;
  const make = (place: number): Record<string, unknown> => {
    const id = String(FIRST - place);
    const at = new Date(begin - place * 1_000).toISOString().replace(/\.\d+Z$/, "Z");
    const model = template?.items[Math.abs(place) % (template.items.length || 1)] ?? {};
    return { ...model, id, nativeId: id, at };
  };
  await page.route("**/api/v1/entries?**", async (route: Route) => {
    template ??= (await (await route.fetch()).json()) as Body;
    const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    const size = Math.min(PAGE, count - from);
    const items = Array.from({ length: size }, (_, step) => make(from + step));
    const next = from + size;
    const older = next < count ? String(next) : null;
    const ends = { older, newer: null, searchedTo: null, lastSeq: String(FIRST) };
    await route.fulfill({ json: { ...template, items, ...ends } });
  });
  await page.route("**/api/v1/live?**", async (route: Route) => {
    const items = Array.from({ length: liveLeft }, (_, step) => ({
      ...make(-1 - step),
      at: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
    }));
    liveLeft = 0;
    const { users, coverage, tail } = template ?? EMPTY;
    const lastSeq = String(FIRST + items.length);
    await route.fulfill({
      json: { users, coverage, tail, items, lastSeq, hasMore: false },
    });
  });
  return { addLive: () => (liveLeft = 1) };
}
