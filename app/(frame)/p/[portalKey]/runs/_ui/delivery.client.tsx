"use client";

import { CheckCheck, CircleSlash, Clock3, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { TimelineItem } from "../../../../../../lib/runs/shared.ts";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import styles from "./run-page.module.css";

const ICONS = {
  pending: Clock3,
  delivered: CheckCheck,
  omitted: CircleSlash,
  failed: TriangleAlert,
};

/** Whether the portal has a line or the completion, and since when. */
export function Delivery({ item }: { item: TimelineItem }) {
  const t = useTranslations("runs.delivery");
  const zone = useZone();
  if (item.delivery === null) return null;
  const Icon = ICONS[item.delivery];
  const at = item.deliveredAt === null ? undefined : zone.format(item.deliveredAt);
  return (
    <span className={classes(styles.delivery, styles[item.delivery])} title={at}>
      <Icon size={13} aria-hidden="true" />
      {t(item.delivery)}
    </span>
  );
}
