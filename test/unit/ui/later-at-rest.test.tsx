import { setImmediate } from "node:timers/promises";
import { Suspense } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { noteWholeTexts } from "../../../app/_ui/i18n/whole-texts.ts";
import { later, loadLater } from "../../../app/_ui/later.ts";

test("a part that came at rest is drawn at once when it is shown", async () => {
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
