import type { FrameLocator, Locator } from "playwright-core";
import { until } from "../support/until.ts";
import { open, type Actor } from "./screens-stage.ts";

/** The form of a new token, with a network that is none yet. */
export async function showToken(app: FrameLocator): Promise<Locator> {
  const tokens = app.getByRole("region", { name: /^(API tokens|API-токены)$/ });
  await tokens.getByRole("button", { name: /^(New token|Новый токен)$/ }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByRole("textbox").first().waitFor();
  return dialog;
}

/** A token that was used, and refused since. */
export async function showTokens(actor: Actor): Promise<void> {
  const dialog = await showToken(await open(actor, "settings"));
  await dialog.getByRole("textbox").first().fill("Grafana");
  await dialog.getByRole("button", { name: /^(Create|Создать)$/ }).click();
  const token = await dialog.getByText(/^lb_/).innerText();
  const headers = { authorization: `Bearer ${token}` };
  const ask = async (path: string) => fetch(`${actor.stage.appUrl}/api/v1/${path}`, { headers });
  await ask("entries?limit=1");
  await ask("runs");
  const card = actor.app.getByRole("region", { name: /^(API tokens|API-токены)$/ });
  const refused = card.getByText(/^(Last refused|Последний отказ)/).first();
  // It is written behind the answer.
  await until(async () => {
    await actor.page.reload();
    await open(actor, "settings");
    await card.getByRole("listitem").first().waitFor();
    return (await refused.count()) > 0;
  });
  await card.scrollIntoViewIfNeeded();
}

/** One reader in the list, another one being looked for. */
export async function showReaders(app: FrameLocator): Promise<void> {
  const readers = app.getByRole("region", { name: /^(Readers|Читатели)$/ });
  const add = readers.getByRole("button", { name: /^(Add a reader|Добавить читателя)$/ });
  const remove = readers.getByRole("button", { name: /Fiona Archer/ });
  await add.waitFor();
  if ((await remove.count()) === 0) {
    await add.click();
    await app.getByRole("searchbox").fill("Fiona");
    await app.getByRole("button", { name: /Fiona Archer/ }).click();
    await remove.waitFor();
  }
  await add.click();
  await app.getByRole("searchbox").fill("an");
  await app
    .getByRole("button", { name: /^(Add|Добавить:) \S+ \S+/ })
    .first()
    .waitFor();
}
