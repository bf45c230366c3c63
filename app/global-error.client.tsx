"use client";

import { CrashPage } from "./_ui/states/crash-page.client.tsx";
import "./_ui/tokens.css";
import "./_ui/base.css";

export default function GlobalError(props: { error: Error & { digest?: string }; reset(): void }) {
  return (
    <html lang="en">
      <body>
        <CrashPage {...props} />
      </body>
    </html>
  );
}
