import type { Metadata, Viewport } from "next";
import { headers } from "next/headers.js";
import type { ReactNode } from "react";
import { pagesBuild } from "../lib/http/index.ts";
import { DocumentShell } from "./_ui/document.client.tsx";
import { preferredLang } from "./_ui/i18n/lang.ts";
import "./_ui/tokens.css";
import "./_ui/base.css";

// The proxy signs scripts with a nonce of the request, so no page may be rendered ahead of it.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  icons: { icon: "/icon.svg" },
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const acceptLanguage = (await headers()).get("accept-language");
  return (
    <DocumentShell fallbackLang={preferredLang(acceptLanguage)} build={pagesBuild()}>
      {children}
    </DocumentShell>
  );
}
