import type { B24Frame } from "@bitrix24/b24jssdk";

const ANSWER_MS = 10_000;
export const SETTINGS_DIALOG = "BIZPROC_ACTIVITY_PROPERTIES_DIALOG";

let opening: Promise<B24Frame> | null = null;

/** The portal names the frame `host|protocol|sid`; without that name nobody would ever answer. */
export function isInPortal(): boolean {
  return window.parent !== window && window.name.split("|").length >= 3;
}

/** The package is loaded only when the parent window is really needed. */
export function openFrame(): Promise<B24Frame> {
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
