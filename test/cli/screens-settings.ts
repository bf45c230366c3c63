import type { FrameLocator, Page } from "playwright-core";

/** Waits until the cards with data of their own have it. */
export async function showSettings(app: FrameLocator): Promise<void> {
  await app.getByRole("switch").waitFor();
  await app.locator("main select").waitFor();
  await app.getByText(/^(Up to date|Всё прочитано)$/).waitFor();
  await app.getByText(/^[0-9a-f]{64}$/).waitFor();
}

/** A rule of its own, and what saving it would do. */
export async function showRetention(app: FrameLocator, page: Page): Promise<void> {
  const retention = app.getByRole("region", { name: /^(How long|Сколько хранить)/ });
  await retention.getByRole("button", { name: /^(Add a rule|Добавить правило)$/ }).click();
  await retention.getByRole("button", { name: /^(Event|Событие)$/ }).click();
  await app.getByRole("dialog").getByRole("option").first().click();
  await page.keyboard.press("Escape");
  await retention.locator("select").first().selectOption("1");
  await retention.locator("select").last().selectOption("12");
  await retention.getByRole("button", { name: /effect|что изменится/ }).click();
  await retention.getByRole("button", { name: /^(Save|Сохранить)$/ }).scrollIntoViewIfNeeded();
}

/** A check of some entries that is over, and the masks that always hold. */
export async function showEvidence(app: FrameLocator): Promise<void> {
  const evidence = app.getByRole("region", { name: /^(Evidence|Доказательство)$/ });
  await evidence.getByLabel(/^(To entry|По запись)$/).fill("40");
  await evidence.getByRole("button", { name: /^(Check|Проверить)/ }).click();
  await evidence.getByText(/^(No fault found|Нарушений нет)$/).waitFor();
  const masks = app.getByRole("region", { name: /^(Masked secrets|Скрытые секреты)$/ });
  await masks.locator("summary").click();
  await evidence.getByRole("heading").first().scrollIntoViewIfNeeded();
}

/** A new connection, with its secret and the answer to a test. */
export async function showConnection(app: FrameLocator): Promise<void> {
  const card = app.getByRole("region", { name: /^(Connections|Подключения)$/ });
  await card.getByRole("button", { name: /^(Add|Добавить)$/ }).click();
  const dialog = app.getByRole("dialog");
  await dialog.locator("input").first().fill(`Billing ${Date.now()}`);
  await dialog.locator("input").nth(1).fill("http://127.0.0.1:9/jobs");
  await dialog.getByRole("button", { name: /^(Create|Создать)$/ }).click();
  await dialog.getByText(/^whsec_/).waitFor();
  await dialog.getByRole("button", { name: /^(Send a test|Отправить проверку)$/ }).click();
  await dialog.getByRole("status").filter({ hasText: /./ }).first().waitFor();
}
