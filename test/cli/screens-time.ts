import { goTo } from "./screens-log.ts";
import { open, ROW, type Scene } from "./screens-stage.ts";

/** Time, chart, charts view and values of fields. */
export const TIME_SCENES: Record<string, Scene> = {
  "log-time-picker": {
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app.getByRole("button", { name: /^(All time|За всё время|Всё время)$/ }).click();
      const box = app.getByRole("dialog").getByRole("textbox");
      await box.fill(actor.lang === "ru" ? "с 18.11 по 19.11" : "18.11 - 19.11 14:00");
      await app.getByRole("dialog").getByRole("status").waitFor();
    },
  },
  "log-time-before": {
    act: async (actor) => {
      await goTo(actor, { from: "now-24h" });
      await actor.app.locator("[data-bar]").first().waitFor();
      await actor.app.locator("[data-ghost]").waitFor();
    },
  },
  "log-zone": {
    isWideOnly: true,
    act: async (actor) => {
      const app = await open(actor);
      await app.locator(ROW).first().waitFor();
      await app.getByRole("button", { name: /^(Time zone|Часовой пояс)/ }).click();
      await app.getByRole("radio").first().waitFor();
    },
  },
  "log-charts": {
    act: async (actor) => {
      await goTo(actor, { view: "charts" });
      await actor.app.locator("[data-cell]").first().waitFor();
      await actor.app.getByRole("region").locator("li").nth(8).waitFor();
    },
  },
  "log-live-tools": {
    act: async (actor) => {
      await goTo(actor, { live: "1" });
      await actor.app.getByRole("combobox").last().waitFor();
    },
  },
};
