import type { FrameLocator } from "playwright-core";
import { open, ROW, type Actor, type Scene } from "./screens-stage.ts";

/** What is set up for a picture is forgotten after it. */
async function openRows(actor: Actor): Promise<FrameLocator> {
  await actor.page.route("**/api/v1/preferences", (route) =>
    route.request().method() === "PUT" ? route.fulfill({ json: {} }) : route.continue(),
  );
  const app = await open(actor);
  await app.locator(ROW).nth(4).waitFor();
  return app;
}

async function openColumns(app: FrameLocator) {
  await app.getByRole("button", { name: /^(Columns and rows|Колонки и строки)$/ }).click();
  const box = app.getByRole("dialog");
  await box.getByRole("list").waitFor();
  return box;
}

async function find(actor: Actor, app: FrameLocator, text: string): Promise<void> {
  await app.getByRole("button", { name: /^(Find in the rows|Найти в загруженных)/ }).click();
  await app.getByRole("searchbox", { name: /^(Find in|Найти в)/ }).fill(text);
  await actor.page.keyboard.press("Enter");
}

/** The list of the log as somebody set it up, and what is done with its rows. */
export const ROWS_SCENES: Record<string, Scene> = {
  "rows-columns": { act: async (actor) => openColumns(await openRows(actor)) },
  "rows-pinned": {
    isWideOnly: true,
    act: async (actor) => {
      const app = await openRows(actor);
      const box = await openColumns(app);
      for (const name of [/^URL$/, /^User agent$/i]) {
        await box.getByRole("checkbox", { name }).click();
      }
      await box.getByRole("combobox").selectOption("2");
      await actor.page.keyboard.press("Escape");
      await app.getByRole("grid").evaluate((grid) => grid.parentElement?.scrollBy(300, 0));
    },
  },
  "rows-picked": {
    isWideOnly: true,
    act: async (actor) => {
      const app = await openRows(actor);
      for (const place of [1, 2, 4])
        await app.locator(ROW).nth(place).getByRole("checkbox").click();
      const bar = app.getByRole("region", { name: /^(Selected|Выбранные)/ });
      await bar.getByRole("button").first().click();
      await app.getByRole("menuitem").first().waitFor();
    },
  },
  "rows-found": {
    act: async (actor) => {
      const app = await openRows(actor);
      await find(actor, app, "user");
      await app.locator("mark").first().waitFor();
    },
  },
  "rows-wrapped": {
    isWideOnly: true,
    act: async (actor) => {
      const app = await openRows(actor);
      await app.locator(`${ROW} [data-column=event]`).nth(2).click({ button: "right" });
      await app.getByRole("menuitem", { name: /formatted|форматированное/ }).click();
      await app.locator("pre").waitFor();
      await actor.page.keyboard.press("w");
    },
  },
  "rows-folded": {
    act: async (actor) => {
      const app = await openRows(actor);
      actor.stage.portal.eventLog.appendRows(
        Array.from({ length: 12 }, () => ({
          ...{ auditTypeId: "USER_LOGIN", userId: 3, remoteAddr: "192.0.2.9" },
        })),
      );
      await app.getByRole("button", { name: /^(Read the log again|Прочитать журнал)/ }).click();
      const box = await openColumns(app);
      await box.getByText(/^(Fold similar|Сворачивать одинаковые)/).click();
      await actor.page.keyboard.press("Escape");
      await app.locator("[data-row] [aria-expanded=false]").first().waitFor();
    },
  },
  "rows-commands": {
    act: async (actor) => {
      const app = await openRows(actor);
      await app.getByRole("button", { name: /^(List of commands|Список команд)/ }).click();
      await app.getByRole("option").first().waitFor();
    },
  },
};
