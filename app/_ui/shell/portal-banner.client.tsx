"use client";

import { CircleAlert } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { AppLink } from "../controls/app-link.client.tsx";
import { framePath } from "../address/frame-address.ts";
import { useSession } from "../session/session.client.tsx";
import styles from "./portal-banner.module.css";

const KNOWN_STATES = ["suspended", "auth_lost", "payment_required", "removed"] as const;

/** What keeps the application from working on this portal, and who can mend it. */
export function PortalBanner() {
  const t = useTranslations("portalState");
  const params = useSearchParams();
  const { portal, user } = useSession();
  const state = KNOWN_STATES.find((name) => name === portal.state);
  if (state === undefined && portal.isInstalled) return null;
  const kind = state ?? "unfinished";
  const page = kind === "unfinished" ? "setup" : "settings";
  return (
    <div className={styles.banner} role="status">
      <CircleAlert size={18} aria-hidden="true" />
      <p className={styles.text}>
        <strong>{t(`${kind}.title`)}</strong> {t(`${kind}.text`)}
      </p>
      {user.isAdmin && (
        <AppLink href={framePath(params, { portalKey: portal.key, page })} className={styles.link}>
          {t(`${kind}.action`)}
        </AppLink>
      )}
    </div>
  );
}
