"use client";

import { lazy, Suspense } from "react";
import type { Texts } from "../i18n/use-texts.ts";

// Every page carries the way to this one, so its script comes only when it is shown.
const View = lazy(async () => {
  const file = await import("./not-found-view.client.tsx");
  return { default: file.NotFoundView };
});

export function NotFound(texts: Texts) {
  return (
    <Suspense>
      <View {...texts} />
    </Suspense>
  );
}
