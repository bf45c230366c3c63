"use client";

import { CrashPage } from "./_ui/states/crash-page.client.tsx";

export default function ErrorPage(props: { error: Error & { digest?: string }; reset(): void }) {
  return <CrashPage {...props} />;
}
