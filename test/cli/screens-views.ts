import type { FrameLocator } from "playwright-core";
import { open, ROW, type Actor, type Scene } from "./screens-stage.ts";

async function openLog(actor: Actor): Promise<FrameLocator> {
  const app = await open(actor);
  await app.locator(ROW).first().waitFor();
  return app;
}

async function openExport(actor: Actor): Promise<FrameLocator> {
  const app = await openLog(actor);
  await app.getByRole("button", { name: /^(Export|Выгрузить)$/ }).click();
  await app
    .getByRole("dialog")
    .getByText(/^[\d\s,.\u00A0]+ (entr|запис)/)
    .first()
    .waitFor();
  return app;
}

async function openViews(actor: Actor): Promise<FrameLocator> {
  const app = await openLog(actor);
  await app.getByRole("button", { name: /^(View|Вид)$/ }).click();
  await app.getByRole("dialog").waitFor();
  return app;
}

/** Exports, views and links of the log page. */
export const VIEW_SCENES: Record<string, Scene> = {
  "view-menu": {
    act: async (actor) => {
      await openViews(actor);
    },
  },
  "view-save": {
    act: async (actor) => {
      const app = await openViews(actor);
      await app.getByRole("button", { name: /^(Save as a view|Сохранить как вид)$/ }).click();
      await app.getByRole("textbox").fill("Office");
    },
  },
  "view-link": {
    act: async (actor) => {
      const app = await openViews(actor);
      await app.getByRole("button", { name: /^(Copy a link|Скопировать ссылку)/ }).click();
      await app.getByRole("dialog").getByRole("textbox").waitFor();
    },
  },
  "export-form": {
    act: async (actor) => {
      await openExport(actor);
    },
  },
  "export-files": {
    act: async (actor) => {
      const app = await openExport(actor);
      await app.getByText("XLSX", { exact: true }).click();
      await app.getByRole("button", { name: /^(Prepare a file|Подготовить файл)$/ }).click();
      await app
        .getByRole("listitem")
        .filter({ hasText: /kept until|хранится до/ })
        .first()
        .waitFor();
    },
  },
};
