import { setImmediate } from "node:timers/promises";
import { Suspense } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// A page comes to rest once: what knows of it must not be that of other tests.
beforeEach(() => void vi.resetModules());
afterEach(() => void vi.resetModules());

test("a part that came at rest is drawn at once when it is shown", async () => {
  const { later, loadLater } = await import("../../../app/_ui/later.ts");
  const { noteWholeTexts } = await import("../../../app/_ui/i18n/whole-texts.ts");
  let isLoaded = false;
  const Part = later<object>(async () => {
    isLoaded = true;
    return () => <b>The part</b>;
  });
  noteWholeTexts();
  loadLater();
  await expect.poll(() => isLoaded, { timeout: 10_000 }).toBe(true);
  await setImmediate();

  const html = renderToString(
    <Suspense fallback="Not yet">
      <Part />
    </Suspense>,
  );

  expect(html).toContain("The part");
  expect(html).not.toContain("Not yet");
});
