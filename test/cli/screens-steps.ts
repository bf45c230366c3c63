import type { FrameLocator } from "playwright-core";
import { openDialog, valueOf } from "../support/step-dialog.ts";
import { until } from "../support/until.ts";
import { open, type Actor, type Scene } from "./screens-stage.ts";

const box = (dialog: FrameLocator, key: string) =>
  dialog.locator(`[data-property="${key}"] input, [data-property="${key}"] textarea`).first();

async function dialogOf({ page, stage }: Actor, code: string): Promise<FrameLocator> {
  return openDialog(page, stage.portal, code);
}

async function explain(actor: Actor, code: string): Promise<void> {
  const app = await open(actor, "settings");
  await app.locator(`a[href*="/steps/${code}?"]`).click();
  await app.getByRole("article").waitFor();
}

/** The settings of steps in the designer's dialog, and what explains the steps. */
export const STEP_SCENES: Record<string, Scene> = {
  "step-search": {
    isWideOnly: true,
    act: async (actor) => {
      const dialog = await dialogOf(actor, "logbook_search");
      await dialog.locator('[data-property="event_types"] button').first().waitFor();
    },
  },
  "step-wait": {
    isWideOnly: true,
    act: async (actor) => {
      const dialog = await dialogOf(actor, "logbook_wait");
      await box(dialog, "query").fill("type:USER_LOGIN user:{=Document:ASSIGNED_BY_ID}");
      await until(async () => ((await valueOf(actor.page, "query")) ?? "").includes("Document"));
      await dialog
        .getByText(/60|1 day|1 день/)
        .first()
        .waitFor();
    },
  },
  "step-wrong": {
    isWideOnly: true,
    act: async (actor) => {
      const dialog = await dialogOf(actor, "logbook_wait");
      await box(dialog, "query").fill("type:USER_* severty:ERROR");
      await dialog.getByRole("alert").first().waitFor();
      await dialog.getByText(/would end with|закончился бы/).waitFor();
    },
  },
  "step-record": {
    isWideOnly: true,
    userId: 2,
    act: async (actor) => {
      const dialog = await dialogOf(actor, "logbook_record");
      await box(dialog, "title").fill("Discount approved: {=Document:TITLE}");
      await dialog.getByText(/\[Name\]/).waitFor();
    },
  },
  "step-job": {
    isWideOnly: true,
    act: async (actor) => {
      const dialog = await dialogOf(actor, "logbook_job");
      await box(dialog, "payload").fill('{"order": {=Document:ID}}');
      await until(async () => ((await valueOf(actor.page, "payload")) ?? "").includes("order"));
      await dialog.getByText(/^(Has to be filled in|Нужно заполнить)/).waitFor();
    },
  },
  "step-explained": { act: (actor) => explain(actor, "logbook_wait") },
  "step-explained-search": { act: (actor) => explain(actor, "logbook_search") },
};
