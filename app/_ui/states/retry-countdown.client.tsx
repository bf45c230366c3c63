"use client";

import { useTranslations } from "use-intl";
import { useEffect, useEffectEvent, useState } from "react";

interface Props {
  afterMs: number;
  onRetry(): void;
}

/** Counts down to the moment the server named and then tries again by itself. */
export function RetryCountdown({ afterMs, onRetry }: Props) {
  const t = useTranslations("errors");
  const [left, setLeft] = useState(() => Math.ceil(afterMs / 1000));
  const retry = useEffectEvent(onRetry);
  const isOver = left <= 0;
  useEffect(() => {
    if (isOver) {
      retry();
      return;
    }
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1000);
    return () => clearInterval(timer);
  }, [isOver]);
  return <p>{t("retryIn", { seconds: Math.max(left, 0) })}</p>;
}
