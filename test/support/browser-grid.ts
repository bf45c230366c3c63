import type { FrameLocator, Locator } from "playwright-core";

/** Numbers of the rows that are in the document, from top to bottom; notes between rows have none. */
export async function rowIds(app: FrameLocator): Promise<string[]> {
  return app
    .locator("[role=row][data-row]:not(:has(> [aria-colspan]))")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-row") ?? ""));
}

export function rowOf(app: FrameLocator, id: number | string): Locator {
  return app.locator(`[role=row][data-row="${id}"]`);
}

/** Waits until the rows of the log stand still: a wheel goes on to move them for a while, and so may what comes above. */
export async function untilAtRest(app: FrameLocator): Promise<void> {
  await app.getByRole("search").waitFor();
  await app.getByRole("grid").evaluate(async (grid) => {
    const place = () => {
      const row = grid.querySelector("[role=row][data-row]");
      return `${row?.getAttribute("data-row")} ${row?.getBoundingClientRect().top}`;
    };
    let before = place();
    for (let still = 0; still < 10;) {
      await new Promise(requestAnimationFrame);
      const now = place();
      still = now === before ? still + 1 : 0;
      before = now;
    }
  });
}

/** First row that is wholly below the table's head, and where it stands. */
export async function topRow(app: FrameLocator): Promise<{ id: string; top: number }> {
  return app.getByRole("grid").evaluate((grid) => {
    const head = grid.querySelector("[role=columnheader]")?.getBoundingClientRect().bottom ?? 0;
    for (const row of grid.querySelectorAll("[role=row][data-row]")) {
      const { top } = row.getBoundingClientRect();
      if (top >= head) return { id: row.getAttribute("data-row") ?? "", top: Math.round(top) };
    }
    return { id: "", top: 0 };
  });
}
