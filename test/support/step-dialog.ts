import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import type { Portal } from "../portal/index.ts";

/** Opens the dialog of a step in the portal's designer and waits for our page in it. */
export async function openDialog(page: Page, portal: Portal, code: string): Promise<FrameLocator> {
  await page.goto(`${portal.origin}/bizproc/designer/${code}`);
  const dialog = page.frameLocator('[data-testid="settings-frame"]');
  await dialog.locator("[data-property]").first().waitFor();
  return dialog;
}

export function dialogFrame(page: Page): Frame {
  const frame = page.frames().find((one) => one.url().includes("/step-settings/"));
  if (frame === undefined) throw new Error("The page holds no settings of a step.");
  return frame;
}

interface Pick {
  dialog: FrameLocator;
  /** Opens the list. */
  button: Locator;
  /** Searched for, and part of the option's text. */
  option: string;
}

/** Chooses from a list by typing, and leaves the list closed. */
export async function pickFrom(page: Page, { dialog, button, option }: Pick): Promise<void> {
  await button.click();
  const search = dialog.getByRole("searchbox");
  await search.fill(option);
  await dialog.getByRole("listbox").getByRole("option").filter({ hasText: option }).first().click();
  // A list for one choice closes by itself; Escape empties the box of the others before it closes them.
  while ((await search.count()) > 0) await page.keyboard.press("Escape");
}

/** A value as the designer has it, saved or not; null when it has none. */
export async function valueOf(page: Page, key: string): Promise<string | null> {
  const cell = page.getByTestId(`designer-value-${key}`).locator("td").last();
  return (await cell.count()) === 0 ? null : cell.innerText();
}

/** Saves the step and starts a process with it; the page of the process is open then. */
export async function saveAndStart(page: Page): Promise<void> {
  await page.getByTestId("designer-save").click();
  await page.locator('[data-testid="designer-state"][data-saved="Y"]').waitFor();
  await page.getByTestId("designer-start").click();
  await page.getByTestId("workflow-state").waitFor();
}
