import type { Browser, BrowserContext, Frame, FrameLocator, Page } from "playwright-core";
import type { Portal } from "../portal/index.ts";

export interface VisitorOptions {
  portal: Portal;
  appUrl: string;
  userId?: number;
  lang?: "en" | "ru";
  theme?: "light" | "dark";
  size?: { width: number; height: number };
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** The application inside the portal's page. */
  app: FrameLocator;
  /** Errors of the console, requests that failed, refusals and windows that popped up. */
  faults: string[];
  /** Faults that this visit is meant to cause. */
  expectFaults(pattern: RegExp): void;
  /** Opens the application from the portal and waits for its page. */
  openApp(): Promise<void>;
  /** Goes to a tab of the application by its name. */
  goTo(tab: string): Promise<void>;
  frame(): Promise<Frame>;
  close(): Promise<void>;
}

const APP_FRAME = '[data-testid="app-frame"]';
const LIMIT_MS = 45_000;

export async function openVisitor(browser: Browser, options: VisitorOptions): Promise<Visitor> {
  const { portal, userId = 1, lang = "en", theme = "light" } = options;
  const context = await browser.newContext({
    viewport: options.size ?? { width: 1280, height: 800 },
    colorScheme: theme,
    locale: lang,
    timezoneId: "Europe/Berlin",
  });
  context.setDefaultTimeout(LIMIT_MS);
  const preferences = { portal_user: String(userId), portal_lang: lang, portal_theme: theme };
  await context.addCookies(
    Object.entries(preferences).map(([name, value]) => ({ name, value, url: portal.origin })),
  );
  const expected: RegExp[] = [];
  const faults: string[] = [];
  const note = (fault: string): void => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  context.on("page", (opened) => watch(opened, note));
  const page = await context.newPage();
  const app = page.frameLocator(APP_FRAME);
  return {
    context,
    page,
    app,
    faults,
    expectFaults: (pattern) => void expected.push(pattern),
    openApp: async () => {
      await page.goto(`${portal.origin}/marketplace/app/${portal.app().id}/`);
      await app.getByRole("main").waitFor();
    },
    goTo: async (tab) => {
      await app.getByRole("navigation").getByRole("link", { name: tab }).click();
      await app.getByRole("link", { name: tab }).and(app.locator("[aria-current]")).waitFor();
    },
    frame: async () => {
      const handle = await page.locator(APP_FRAME).elementHandle();
      const frame = await handle?.contentFrame();
      if (frame === null || frame === undefined) throw new Error("There is no frame of the app.");
      return frame;
    },
    close: async () => {
      // Answers that a test was still making have nobody left to read them.
      for (const each of context.pages()) await each.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
    },
  };
}

function watch(page: Page, note: (fault: string) => void): void {
  page.on("console", (message) => {
    const isFault = message.type() === "error" || /Content Security Policy/.test(message.text());
    if (isFault) note(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => note(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A page that is left takes its open requests along.
    if (reason !== "net::ERR_ABORTED") note(`request: ${request.url()} ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) note(`answer: ${response.status()} ${response.url()}`);
  });
  page.on("dialog", (dialog) => {
    note(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}
