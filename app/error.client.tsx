"use client";

import { lazy, Suspense } from "react";
import { PlainCrash } from "./_ui/states/plain-crash.tsx";

// Loaded only when needed; a page that cannot even load this says so in plain words.
const CrashPage = lazy(async () => {
  try {
    const file = await import("./_ui/states/crash-page.client.tsx");
    return { default: file.CrashPage };
  } catch {
    return { default: PlainCrash };
  }
});

export default function ErrorPage(props: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <Suspense>
      <CrashPage {...props} />
    </Suspense>
  );
}
