"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { LIVE_SECONDS, useLiveSeconds } from "./live-choice.ts";
import type { Live } from "./use-live.ts";
import styles from "./live-bar.module.css";

/** How often live mode looks, and a pause of one's own. */
export function LiveTools({ live }: { live: Live }) {
  const t = useTranslations("liveTools");
  const { seconds, choose } = useLiveSeconds();
  const ordered = LIVE_SECONDS.toSorted((left, right) => Number(left) - Number(right));
  return (
    <>
      <IconButton
        size="sm"
        label={t(live.isPaused ? "resume" : "pause")}
        isPressed={live.isPaused}
        onPress={() => live.setPaused(!live.isPaused)}
      >
        {live.isPaused ? <Play size={16} /> : <Pause size={16} />}
      </IconButton>
      <select
        className={styles.interval}
        aria-label={t("interval")}
        title={t("interval")}
        value={seconds}
        onChange={(event) => {
          const chosen = LIVE_SECONDS.find((option) => option === event.target.value);
          if (chosen !== undefined) choose(chosen);
        }}
      >
        {ordered.map((option) => (
          <option key={option} value={option}>
            {t("seconds", { value: option })}
          </option>
        ))}
      </select>
    </>
  );
}
