"use client";

import { useTranslations } from "use-intl";
import { Suspense, useRef, useState } from "react";
import { useZone } from "./zone.client.tsx";
import { later } from "../later.ts";
import styles from "./time-card.module.css";

const TimeCardBox = later(async () => (await import("./time-card-box.client.tsx")).TimeCardBox);

/** A moment, also as the portal wrote it, that says on request what it is in every zone, and lets each be copied. */
export function TimeCard({ at, stored }: { at: string; stored: string }) {
  const t = useTranslations("timeCard");
  const zone = useZone();
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const time = zone.format(at);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={t("open")}
        onClick={() => setOpen(!isOpen)}
      >
        <time dateTime={at}>{time}</time>
        <span className={styles.offset}>{zone.offset(new Date(at))}</span>
      </button>
      {isOpen && (
        <Suspense>
          <TimeCardBox at={at} stored={stored} trigger={trigger} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
