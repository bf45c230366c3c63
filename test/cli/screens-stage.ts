import type { FrameLocator } from "playwright-core";
import type { Portal } from "../portal/index.ts";
import type { BrowserBed } from "../support/browser-bed.ts";
import type { Visitor } from "../support/browser-visitor.ts";

export interface Stage extends BrowserBed {
  /** A portal whose log is empty. */
  quiet: Portal;
}

export interface Actor extends Visitor {
  stage: Stage;
  isNarrow: boolean;
  lang: "en" | "ru";
}

export interface Scene {
  userId?: number;
  portal?: "portal" | "quiet";
  /** What it shows is not there on a narrow screen. */
  isWideOnly?: boolean;
  act(actor: Actor): Promise<unknown>;
}

export const ROW = "[role=row][data-row]";

/** The log with what stands above its rows, or the tab named. */
export async function open(actor: Actor, shown?: string): Promise<FrameLocator> {
  const app = await openFrame(actor);
  if (shown === undefined) {
    await app.getByRole("search").waitFor();
    return app;
  }
  const link = app.getByRole("navigation").locator(`a[href*="/${shown}"]`);
  await link.click();
  await link.and(app.locator("[aria-current]")).waitFor();
  return app;
}

/** Whatever the app shows first. */
export async function openFrame(actor: Actor): Promise<FrameLocator> {
  const { page, app, stage, isNarrow } = actor;
  const portal = stage.cloud.portals.find(({ origin }) => page.url().startsWith(origin));
  const { origin } = portal ?? stage.portal;
  const id = stage.portal.app().id;
  // As on a phone: without the portal's menu beside the frame.
  if (isNarrow) await page.goto(`${origin}/marketplace/app/${id}/?IFRAME=Y`);
  else if (portal === undefined) await actor.openApp();
  await app.getByRole("main").waitFor();
  return app;
}
