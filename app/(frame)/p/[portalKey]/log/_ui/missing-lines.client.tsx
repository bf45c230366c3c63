"use client";

import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { useBandText } from "./band-row.client.tsx";
import type { Band } from "./bands.ts";
import styles from "./missing-lines.module.css";

/** What the archive does not have of a range, where no rows can stand around it. */
export function MissingLines({ bands }: { bands: Band[] }) {
  if (bands.length === 0) return null;
  return (
    <ul className={styles.lines}>
      {bands.map((band) => (
        <MissingLine key={band.id} band={band} />
      ))}
    </ul>
  );
}

function MissingLine({ band }: { band: Band }) {
  return <li>{useBandText(band)}</li>;
}

/** Who decides how long entries are kept; those who may change it get there at once. */
export function RemovedWhy() {
  const t = useTranslations("log.removedWhy");
  const params = useSearchParams();
  const { portal, user } = useSession();
  return (
    <p className={styles.why}>
      {t("text")}{" "}
      {user.isAdmin && (
        <AppLink href={framePath(params, { portalKey: portal.key, page: "settings" })}>
          {t("settings")}
        </AppLink>
      )}
    </p>
  );
}
