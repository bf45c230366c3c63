"use client";

import { Activity, ArrowLeftRight, Eye, ScrollText, Settings2, Waypoints } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { Suspense, type ReactNode } from "react";
import type { SessionView } from "../../../lib/portals/shared.ts";
import { AppLink } from "../controls/app-link.client.tsx";
import { framePath, type FramePath } from "../address/frame-address.ts";
import { BrandMark } from "../brand/mark.tsx";
import { CommandPalette } from "../keys/command-palette.client.tsx";
import { ShortcutsHelp } from "../keys/shortcuts-help.client.tsx";
import { useSession } from "../session/session.client.tsx";
import { later } from "../later.ts";
import { portalTrouble } from "./portal-trouble.ts";
import { VersionBanner } from "./version-banner.client.tsx";
import styles from "./app-shell.module.css";

const PortalBanner = later(async () => (await import("./portal-banner.client.tsx")).PortalBanner, {
  isInPlace: true,
});

const TABS = [
  { page: "log", icon: ScrollText },
  { page: "runs", icon: Activity },
  { page: "events", icon: Waypoints },
  { page: "calls", icon: ArrowLeftRight },
  { page: "readings", icon: Eye },
  { page: "settings", icon: Settings2 },
] as const satisfies { page: FramePath["page"]; icon: unknown }[];

/** What readers have besides administrators. */
const READER_PAGES: readonly string[] = ["log"];

/** Whether the person may open a page at all; the doors decide about the data. */
export function mayOpen(user: SessionView["user"], page: string): boolean {
  return user.isAdmin || (user.canRead && READER_PAGES.includes(page));
}

/** Frame of every page: name, tabs, the portal's state. The page below scrolls inside itself. */
export function AppShell({ children }: { children: ReactNode }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const params = useSearchParams();
  const { portal, user } = useSession();
  const portalKey = portal.key;
  const trouble = portalTrouble(portal);
  const part = pathname.split("/")[3];
  // A step is explained from the list of steps there.
  const current = part === "steps" ? "settings" : part;
  return (
    <div className={styles.shell}>
      <header className={styles.header}>
        <div className={styles.brand}>
          <BrandMark size={26} />
          <span className={styles.name}>{t("name")}</span>
        </div>
        <nav className={styles.tabs} aria-label={t("tabs")}>
          {TABS.filter(({ page }) => mayOpen(user, page)).map(({ page, icon: Icon }) => (
            <AppLink
              key={page}
              href={framePath(params, { portalKey, page })}
              className={styles.tab}
              aria-current={current === page ? "page" : undefined}
            >
              <Icon size={17} strokeWidth={1.8} aria-hidden="true" />
              <span>{t(page)}</span>
            </AppLink>
          ))}
        </nav>
        <div className={styles.help}>
          <CommandPalette />
          <ShortcutsHelp />
        </div>
      </header>
      {trouble !== null && (
        <div role="status">
          <Suspense fallback={<div className={styles.bannerPlace} />}>
            <PortalBanner trouble={trouble} />
          </Suspense>
        </div>
      )}
      <VersionBanner />
      <main className={styles.main}>{children}</main>
    </div>
  );
}
