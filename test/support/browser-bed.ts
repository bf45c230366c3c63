import { rmSync } from "node:fs";
import type { Browser } from "playwright-core";
import { installApp } from "../cli/demo-story.ts";
import {
  startPortalCloud,
  type Portal,
  type PortalCloud,
  type PortalOptions,
} from "../portal/index.ts";
import { startApp } from "./app-process.ts";
import { launchBrowser } from "./browser.ts";
import { startCookieFreeProxy } from "./browser-proxy.ts";
import { openVisitor, type Visitor, type VisitorOptions } from "./browser-visitor.ts";
import { ensureBuild } from "./build.ts";
import { freePort } from "./free-port.ts";
import { makeTempDir } from "./temp-dir.ts";

export interface BedOptions {
  /** The app's own embedded server when none is named. */
  databaseUrl?: string;
  /** Portals of the cloud; the app is installed on each unless `isInstalled` is false. */
  portals?: PortalOptions[];
  isInstalled?: boolean;
  /** The browser keeps no cookie of the app. */
  refusesCookies?: boolean;
}

export interface BrowserBed {
  cloud: PortalCloud;
  portal: Portal;
  /** Address of the app as the browser knows it. */
  appUrl: string;
  browser: Browser;
  install(portal: Portal): Promise<void>;
  /** A person with a browser window of their own; pages of the first portal unless another is named. */
  visitor(options?: Partial<VisitorOptions>): Promise<Visitor>;
  stop(): Promise<void>;
}

/** The real app as processes, the local portal and a browser: two sites, as in the cloud. */
export async function startBed(options: BedOptions = {}): Promise<BrowserBed> {
  await ensureBuild(() => undefined);
  const cloud = await startPortalCloud({
    portals: options.portals ?? [{ edition: "enterprise", entries: 300 }],
  });
  const [portal] = cloud.portals;
  if (portal === undefined) throw new Error("A bed needs a portal.");
  const port = await freePort();
  const proxy =
    options.refusesCookies === true
      ? await startCookieFreeProxy({ port: await freePort(), target: port })
      : null;
  const appUrl = proxy?.url ?? `http://127.0.0.1:${port}`;
  const dataDir = makeTempDir("logbook-browser-");
  const app = await startApp({
    cloud,
    port,
    env: {
      APP_URL: appUrl,
      DATA_DIR: dataDir,
      LOG_LEVEL: "error",
      JOB_ALLOW_HOSTS: "127.0.0.1",
      ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
    },
  });
  cloud.setAppUrl(appUrl);
  const browser = await launchBrowser();
  const install = async (target: Portal): Promise<void> => {
    await installApp({ appUrl, portal: target, say: () => undefined });
  };
  if (options.isInstalled !== false) for (const each of cloud.portals) await install(each);
  const stop = async (): Promise<void> => {
    await browser.close();
    await app.stop();
    await proxy?.stop();
    await cloud.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const visitor = (given: Partial<VisitorOptions> = {}): Promise<Visitor> =>
    openVisitor(browser, { portal, appUrl, ...given });
  return { cloud, portal, appUrl, browser, install, visitor, stop };
}
