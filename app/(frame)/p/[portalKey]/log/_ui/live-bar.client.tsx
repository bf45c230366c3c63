"use client";

import { ArrowUp, WifiOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { splitDuration } from "../../../../../_ui/time/duration.ts";
import { useNow } from "../../../../../_ui/time/use-now.ts";
import type { Live } from "./use-live.ts";
import styles from "./live-bar.module.css";

interface Props {
  live: Live;
  onReload(): void;
}

/** What live mode holds back and why, what came late, or since when there is no connection. */
export function LiveBar({ live, onReload }: Props) {
  const t = useTranslations("log.liveBar");
  const own = useTranslations("liveTools.held");
  const { waiting, late, held, isOver, failedSince } = live.state;
  if (failedSince !== null) return <NoConnection since={failedSince} onRetry={live.retry} />;
  return (
    <div className={styles.bar}>
      {held !== null && (
        <span>{held === "open" || held === "paused" ? own(held) : t(`held.${held}`)}</span>
      )}
      {late > 0 && <span>{t("late", { count: late })}</span>}
      {waiting > 0 && (
        <Button look="primary" size="sm" onPress={isOver ? onReload : live.show}>
          <ArrowUp size={15} />
          {isOver ? t("tooMany") : t("show", { count: waiting })}
        </Button>
      )}
    </div>
  );
}

function NoConnection({ since, onRetry }: { since: number; onRetry(): void }) {
  const t = useTranslations("log.liveBar");
  const now = useNow();
  const { unit, value } = splitDuration(Math.max(0, now - since));
  return (
    <div className={styles.bar}>
      <WifiOff size={16} aria-hidden="true" />
      <span>{t(`offline.${unit}`, { value })}</span>
      <Button size="sm" onPress={onRetry}>
        {t("retry")}
      </Button>
    </div>
  );
}
