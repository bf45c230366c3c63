"use client";

import { useTranslations } from "use-intl";
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { TimeLines } from "./time-card-box.client.tsx";
import styles from "./time-card.module.css";

interface Props {
  at: string;
  stored: string;
  /** What was pointed at. */
  anchor: HTMLElement;
  onKeep(): void;
  onLeave(): void;
  onClose(): void;
}

const GAP_PX = 4;
const EDGE_PX = 8;

/** The card of a moment beside the pointer: it takes no focus, stays while it is pointed at, and goes by Escape. */
export function TimeHover({ at, stored, anchor, onKeep, onLeave, onClose }: Props) {
  const t = useTranslations("timeCard");
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ top: 0, left: 0 });
  useLayoutEffect(() => {
    const own = card.current?.getBoundingClientRect();
    const { bottom, top, left } = anchor.getBoundingClientRect();
    if (own === undefined) return;
    const isBelow = bottom + GAP_PX + own.height + EDGE_PX < window.innerHeight;
    setPlace({
      top: isBelow ? bottom + GAP_PX : Math.max(EDGE_PX, top - GAP_PX - own.height),
      left: Math.max(EDGE_PX, Math.min(left, window.innerWidth - own.width - EDGE_PX)),
    });
  }, [anchor]);
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // The innermost goes first: whatever else Escape closes stays.
      event.stopPropagation();
      close();
    };
    const onScroll = () => close();
    document.addEventListener("keydown", onKey, true);
    document.addEventListener("scroll", onScroll, true);
    return () => {
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("scroll", onScroll, true);
    };
  }, []);
  return (
    <div
      ref={card}
      role="group"
      aria-label={t("title")}
      data-holds
      className={styles.hover}
      style={place}
      onPointerEnter={onKeep}
      onPointerLeave={onLeave}
    >
      <TimeLines at={at} stored={stored} />
    </div>
  );
}
