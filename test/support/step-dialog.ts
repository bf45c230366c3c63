import type { FrameLocator, Page } from "playwright-core";
import type { Portal } from "../portal/index.ts";

/** Opens the dialog of a step in the portal's designer and waits for our page in it. */
export async function openDialog(page: Page, portal: Portal, code: string): Promise<FrameLocator> {
  await page.goto(`${portal.origin}/bizproc/designer/${code}`);
  const dialog = page.frameLocator('[data-testid="settings-frame"]');
  await dialog.locator("[data-property]").first().waitFor();
  return dialog;
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
