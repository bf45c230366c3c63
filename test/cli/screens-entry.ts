import { goTo } from "./screens-log.ts";
import { open, ROW, type Actor, type Scene } from "./screens-stage.ts";

const USER_AGENT =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/** Entries that have everything a panel can show, and the number of the newest of them. */
async function rich(actor: Actor): Promise<string> {
  const { portal } = actor.stage;
  portal.settings.logsRestUse = false;
  const common = { userId: 1, itemId: "3", remoteAddr: "10.20.30.40", userAgent: USER_AGENT };
  portal.eventLog.appendRows([
    {
      ...common,
      auditTypeId: "USER_EDIT",
      description: JSON.stringify({ requestId: "5f0c-1", fields: { PHONE: "+1 555 0100" } }),
    },
    {
      ...common,
      auditTypeId: "USER_GROUP_CHANGED",
      severity: "SECURITY",
      remoteAddr: "10.20.30.41",
      description: JSON.stringify({
        requestId: "5f0c-2",
        before: { GROUPS: [1, 2], ACTIVE: "Y" },
        after: { GROUPS: [2, 5, 11], ACTIVE: "N" },
        by: { id: "12345678901234567890", name: "Ann Admin", tags: ["office", "night shift"] },
      }),
    },
  ]);
  const app = await open(actor);
  await app.getByRole("button", { name: /^(Read the log again|Прочитать журнал)/ }).click();
  const row = app
    .locator(ROW)
    .filter({ hasText: /groups of Clara|Изменены группы/ })
    .first();
  await row.waitFor();
  return (await row.getAttribute("data-row")) ?? "";
}

async function showEntry(actor: Actor, tab: string) {
  const id = await rich(actor);
  await goTo(actor, { e: id, tab });
  const panel = actor.app.getByRole("complementary");
  await panel.getByRole("tablist").waitFor();
  return { id, panel };
}

/** One entry in each of its parts, and what stands around and beside it. */
export const ENTRY_SCENES: Record<string, Scene> = {
  "entry-overview": {
    act: async (actor) => {
      const { panel } = await showEntry(actor, "overview");
      await panel.getByText(/Windows 10/).waitFor();
    },
  },
  "entry-details": {
    act: async (actor) => {
      const { panel } = await showEntry(actor, "details");
      const tree = panel.getByRole("tree");
      await panel.getByRole("searchbox").fill("night");
      await tree.locator("mark").first().waitFor();
    },
  },
  "entry-node-menu": {
    isWideOnly: true,
    act: async (actor) => {
      const { panel } = await showEntry(actor, "details");
      await panel.getByRole("tree").focus();
      await actor.page.keyboard.press("End");
      await actor.page.keyboard.press("m");
      await actor.app.getByRole("menuitem").first().waitFor();
    },
  },
  "entry-raw": {
    act: async (actor) => {
      const { panel } = await showEntry(actor, "raw");
      await panel.locator("pre").waitFor();
    },
  },
  "entry-time": {
    act: async (actor) => {
      const { panel } = await showEntry(actor, "overview");
      await panel.locator("[aria-haspopup=dialog]").first().click();
      await actor.app.getByRole("dialog").locator("dl").waitFor();
    },
  },
  "entry-copy": {
    isWideOnly: true,
    act: async (actor) => {
      await showEntry(actor, "overview");
      await actor.page.keyboard.press("c");
      await actor.app.getByRole("menuitem").first().waitFor();
    },
  },
  "entry-context": {
    act: async (actor) => {
      const { id } = await showEntry(actor, "overview");
      await goTo(actor, { e: id, view: `context.${id}.user` });
      await actor.app.getByRole("dialog").locator(ROW).nth(3).waitFor();
    },
  },
  "entry-context-open": {
    act: async (actor) => {
      const { id } = await showEntry(actor, "overview");
      await goTo(actor, { e: id, view: `context.${id}` });
      const dialog = actor.app.getByRole("dialog");
      await dialog.locator(ROW).nth(2).click();
      await dialog.getByRole("tablist").waitFor();
    },
  },
  "entry-compare": {
    act: async (actor) => {
      const { id, panel } = await showEntry(actor, "overview");
      await panel.waitFor();
      const before = String(Number(id) - 1);
      const third = String(Number(id) - 2);
      await goTo(actor, { e: id, view: `compare.${third}.${before}.${id}` });
      await actor.app.getByRole("dialog").getByRole("row").nth(3).waitFor();
    },
  },
};
