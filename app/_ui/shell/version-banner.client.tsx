"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../controls/button.client.tsx";
import { useSessionContext } from "../session/session.client.tsx";
import styles from "./version-banner.module.css";

/** The page is of an older version than the server; the address keeps all of its state. */
export function VersionBanner() {
  const t = useTranslations("newVersion");
  const { isOld } = useSessionContext();
  return (
    <div role="status">
      {isOld && (
        <div className={styles.banner}>
          <RefreshCw size={18} aria-hidden="true" className={styles.sign} />
          <p className={styles.text}>{t("text")}</p>
          <Button size="sm" look="primary" onPress={() => window.location.reload()}>
            {t("reload")}
          </Button>
        </div>
      )}
    </div>
  );
}
