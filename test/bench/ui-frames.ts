import type { Frame, Page } from "playwright-core";

const FRAMES = 400;

/** Milliseconds between frames while the list is scrolled by a hand's worth each frame. */
export async function scrollFrames(frame: Frame): Promise<number[]> {
  return frame.evaluate(async (frames) => {
    const box = document.querySelector("[role=grid]")?.parentElement;
    if (!(box instanceof HTMLElement)) return [];
    box.scrollTop = 0;
    const times: number[] = [];
    let last = await new Promise<number>(requestAnimationFrame);
    for (let count = 0; count < frames; count += 1) {
      // Mostly as a wheel does it, now and then as somebody drags the bar.
      box.scrollTop += count % 40 === 39 ? box.scrollHeight / 20 : 240;
      const now = await new Promise<number>(requestAnimationFrame);
      times.push(now - last);
      last = now;
    }
    return times;
  }, FRAMES);
}

/** Used heap of the page after everything unused was given back, in MB. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const used = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
  return used / 1_048_576;
}

/** The same rows, all of them in the document, in the place of the list. */
export async function drawNaively(frame: Frame, count: number): Promise<void> {
  await frame.evaluate(async (rows) => {
    const model = document.querySelector<HTMLElement>("[role=grid] [data-row]");
    const grid = model?.closest<HTMLElement>("[role=grid]");
    const box = grid?.parentElement;
    if (!grid || !box || !model) throw new Error("There is no row to draw.");
    const copy = box.cloneNode(false) as HTMLElement;
    const all = grid.cloneNode(false) as HTMLElement;
    const list = document.createDocumentFragment();
    for (let place = 0; place < rows; place += 1) {
      const row = model.cloneNode(true) as HTMLElement;
      row.style.position = "relative";
      row.style.transform = "none";
      list.append(row);
    }
    all.append(list);
    copy.append(all);
    box.replaceWith(copy);
    await new Promise(requestAnimationFrame);
    copy.getBoundingClientRect();
  }, count);
}

/** The longest of the frames until a row more stands in the list. */
export async function longestUntilNew(frame: Frame): Promise<number> {
  return frame.evaluate(async () => {
    const first = () => document.querySelector("[data-index='0']")?.getAttribute("data-row");
    while (first() === undefined) await new Promise(requestAnimationFrame);
    const before = first();
    let longest = 0;
    let last = await new Promise<number>(requestAnimationFrame);
    while (first() === before || first() === undefined) {
      const now = await new Promise<number>(requestAnimationFrame);
      longest = Math.max(longest, now - last);
      last = now;
    }
    return longest;
  });
}

/** One row more at the top of all rows in the document, until the next frame stands. */
export async function naiveInsert(frame: Frame): Promise<number> {
  return frame.evaluate(async () => {
    const grid = document.querySelector("[role=grid]");
    const model = grid?.querySelector("[data-row]");
    if (!grid || !model) throw new Error("There is no row.");
    const begin = await new Promise<number>(requestAnimationFrame);
    grid.prepend(model.cloneNode(true));
    await new Promise(requestAnimationFrame);
    return (await new Promise<number>(requestAnimationFrame)) - begin;
  });
}
