import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import { wholeTexts } from "./i18n/whole-texts.ts";

type Load = () => Promise<unknown>;

const waiting: Load[] = [];
let isTime = false;
let isLoading = false;

/** A part that is not in the first script: it comes when the page is at rest, or as soon as it is shown. */
export function later<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  waiting.push(load);
  if (isTime) void loadWaiting();
  return lazy(async () => {
    const [part] = await Promise.all([load(), wholeTexts()]);
    return { default: part };
  });
}

/** What a reader looks for first is drawn: the rest comes now, so that no click has to wait for it. */
export function loadLater(): void {
  if (isTime) return;
  isTime = true;
  void loadWaiting();
}

/** What cannot be loaded now is asked for again, and told then, when it is shown. */
async function loadWaiting(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  await wholeTexts().catch(() => undefined);
  for (let load = waiting.shift(); load !== undefined; load = waiting.shift()) {
    await rest();
    await load().catch(() => undefined);
  }
  isLoading = false;
}

function rest(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no such callback.
    if (typeof requestIdleCallback === "function") {
      requestIdleCallback(() => resolve(), { timeout: 1_000 });
    } else setTimeout(resolve, 50);
  });
}
