import type { B24Frame } from "@bitrix24/b24jssdk";

const ANSWER_MS = 10_000;
const FINISH_MS = 4_000;
const SETTINGS_DIALOG = "BIZPROC_ACTIVITY_PROPERTIES_DIALOG";

let opening: Promise<B24Frame> | null = null;

/** The portal names the frame `host|protocol|sid`; without that name nobody would ever answer. */
export function isInPortal(): boolean {
  return window.parent !== window && window.name.split("|").length >= 3;
}

/** The package is loaded only when the parent window is really needed. */
function openFrame(): Promise<B24Frame> {
  opening ??= connect().catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function connect(): Promise<B24Frame> {
  if (!isInPortal()) throw new Error("The page is not inside a portal.");
  const { initializeB24Frame } = await import("@bitrix24/b24jssdk");
  return within(ANSWER_MS, initializeB24Frame());
}

export async function refreshAuth(): Promise<string> {
  const frame = await openFrame();
  const { access_token: accessToken } = await frame.auth.refreshAuth();
  return accessToken;
}

/** Makes a low frame as tall as the screen reasonably allows; a slider has the full height already. */
export async function fitFrame(): Promise<void> {
  const wanted = Math.min(Math.max(window.screen.availHeight - 220, 560), 1000);
  // Asked before the package is loaded, which most frames never need.
  if (!isInPortal() || window.innerHeight >= wanted) return;
  const frame = await openFrame();
  // The designer gives its dialog a height of its own.
  if (frame.placement.isSliderMode || frame.placement.placement === SETTINGS_DIALOG) return;
  const { style } = document.body;
  style.minHeight = `${wanted}px`;
  try {
    await frame.parent.fitWindow();
  } finally {
    style.minHeight = "";
  }
}

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

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error("The portal page did not answer."));
    }, limitMs);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
