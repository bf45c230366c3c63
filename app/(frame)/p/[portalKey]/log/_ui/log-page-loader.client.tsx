"use client";

import { lazy, Suspense } from "react";
import card from "../../../../../_ui/shell/card.module.css";
import { SkeletonBars } from "../../../../../_ui/states/skeleton-bars.tsx";
import { hasQuery } from "./asked-query.ts";
import { loadQueryLanguage } from "./query-language.ts";

const load = async () => {
  const { LogPage } = await import("./log-page.client.tsx");
  return { default: LogPage };
};
const LogPage = lazy(load);

// The table comes beside the session's first answer instead of in the script that has to ask for it.
if (typeof window !== "undefined") {
  void load();
  // Should it not come, the page asks for it again.
  if (hasQuery(new URLSearchParams(window.location.search))) {
    loadQueryLanguage().catch(() => undefined);
  }
}

export function LogPageLoader() {
  const waiting = (
    <section className={card.card}>
      <SkeletonBars rows={16} rowHeight={46} />
    </section>
  );
  return (
    <Suspense fallback={waiting}>
      <LogPage />
    </Suspense>
  );
}
