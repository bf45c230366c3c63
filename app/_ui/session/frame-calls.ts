import { isInPortal, openFrame, SETTINGS_DIALOG } from "./frame-bridge.ts";

const FINISH_MS = 4_000;

export type FinishResult = "asked" | "already-finished" | "no-portal";

/** The portal answers by reloading its page, never by a message: silence is the good outcome. */
export async function finishInstall(): Promise<FinishResult> {
  if (!isInPortal()) return "no-portal";
  const frame = await openFrame();
  if (!frame.isInstallMode) return "already-finished";
  await Promise.race([frame.installFinish(), pause(FINISH_MS)]);
  return "asked";
}

export async function openPortalPath(url: string): Promise<void> {
  const frame = await openFrame();
  await frame.slider.openPath(new URL(url));
}

/** What the designer hands over for the settings of a step; null where the frame is no such dialog. */
export async function readDialog(): Promise<unknown> {
  const { placement } = await openFrame();
  return placement.placement === SETTINGS_DIALOG ? (placement.options as unknown) : null;
}

/** Hands values to the designer. It never answers, and keeps them only when the person saves the step. */
export async function sendValues(values: Record<string, string | string[]>): Promise<void> {
  const frame = await openFrame();
  await frame.placement.call("setPropertyValue", values);
}

export interface ChosenPerson {
  id: string;
  name: string;
}

/** Lets the person choose colleagues in the portal's own dialog; closing it is never answered. */
export async function choosePeople(isMultiple: boolean): Promise<ChosenPerson[]> {
  const frame = await openFrame();
  const chosen = isMultiple ? await frame.dialog.selectUsers() : await frame.dialog.selectUser();
  return [chosen ?? []].flat().map(({ id, name }) => ({ id, name }));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
