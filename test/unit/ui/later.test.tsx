import { Suspense } from "react";
import { prerender } from "react-dom/static";
import { IntlProvider } from "use-intl";
import { describe, expect, test } from "vitest";
import { loadMessages } from "../../../app/_ui/i18n/load-messages.ts";
import { refuseWholeTexts, wholeTexts } from "../../../app/_ui/i18n/whole-texts.ts";
import { later } from "../../../app/_ui/later.ts";

const { messages } = await loadMessages("en");

async function draw(part: React.ReactNode): Promise<string> {
  const { prelude } = await prerender(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <p>The list</p>
      <Suspense>{part}</Suspense>
    </IntlProvider>,
  );
  return await new Response(prelude).text();
}

describe("a part that comes later", () => {
  test("and does not come is told in its place, and the page stays", async () => {
    const Part = later<object>(() => Promise.reject(new Error("away")));

    const html = await draw(<Part />);

    expect(html).toContain("The list");
    expect(html).toContain("This part of the page could not be loaded.");
    expect(html).toContain("Try again");
    expect(html).not.toContain("Close");
  });

  test("can be closed where it could be closed itself", async () => {
    const Part = later<{ onClose(): void }>(() => Promise.reject(new Error("away")));

    expect(await draw(<Part onClose={() => undefined} />)).toContain("Close");
  });
});

describe("texts beyond the first ones", () => {
  test("are refused to who waits, and asked for again by the next one", async () => {
    const first = wholeTexts();
    refuseWholeTexts(new Error("away"));
    const next = wholeTexts();

    await expect(first).rejects.toThrow("away");
    expect(next).not.toBe(first);
    refuseWholeTexts(new Error("still away"));
    await expect(next).rejects.toThrow("still away");
  });

  test("may be refused while nobody waits for them", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    refuseWholeTexts(new Error("nobody waits"));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", note);

    expect(unhandled).toEqual([]);
  });
});
