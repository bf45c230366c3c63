"use client";

import { CircleAlert } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { AppLink } from "../controls/app-link.client.tsx";
import { framePath } from "../address/frame-address.ts";
import { useSession } from "../session/session.client.tsx";
import type { PortalTrouble } from "./portal-trouble.ts";
import styles from "./portal-banner.module.css";

/** What keeps the application from working on this portal, and who can mend it. */
export function PortalBanner({ trouble }: { trouble: PortalTrouble }) {
  const t = useTranslations("portalState");
  const params = useSearchParams();
  const { portal, user } = useSession();
  const page = trouble === "unfinished" ? "setup" : "settings";
  return (
    <div className={styles.banner}>
      <CircleAlert size={18} aria-hidden="true" />
      <p className={styles.text}>
        <strong>{t(`${trouble}.title`)}</strong> {t(`${trouble}.text`)}
      </p>
      {user.isAdmin && (
        <AppLink href={framePath(params, { portalKey: portal.key, page })} className={styles.link}>
          {t(`${trouble}.action`)}
        </AppLink>
      )}
    </div>
  );
}
