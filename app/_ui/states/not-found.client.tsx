"use client";

import { lazy, Suspense } from "react";
import type { Texts } from "../i18n/use-texts.ts";
import { PlainCrash } from "./plain-crash.tsx";

// Every page carries the way to this one, so its script comes only when it is shown.
const View = lazy(async () => {
  try {
    const file = await import("./not-found-view.client.tsx");
    return { default: file.NotFoundView };
  } catch {
    return { default: PlainCrash };
  }
});

export function NotFound(texts: Texts) {
  return (
    <Suspense>
      <View {...texts} />
    </Suspense>
  );
}
