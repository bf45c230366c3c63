import type { FrameLocator, Locator } from "playwright-core";

/** The form of a new token, with a network that is none yet. */
export async function showToken(app: FrameLocator): Promise<Locator> {
  const tokens = app.getByRole("region", { name: /^(API tokens|API-токены)$/ });
  await tokens.getByRole("button", { name: /^(New token|Новый токен)$/ }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByRole("textbox").first().waitFor();
  return dialog;
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
