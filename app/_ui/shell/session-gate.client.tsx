"use client";

import { usePathname } from "next/navigation.js";
import type { ReactNode } from "react";
import { useSessionContext } from "../session/session.client.tsx";
import { ErrorState } from "../states/error-state.client.tsx";
import { NoRights } from "../states/no-rights.client.tsx";
import { NotEmbedded } from "../states/not-embedded.client.tsx";
import { SkeletonRows } from "../states/skeleton.client.tsx";
import { AppShell } from "./app-shell.client.tsx";
import { Sheet } from "./sheet.tsx";

/** Pages are drawn only with a session; the installer has a frame of its own, without tabs. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { status, retry } = useSessionContext();
  const isSetup = usePathname().split("/")[3] === "setup";
  if (status.kind === "lost") return <NotEmbedded reason="lost" />;
  if (status.kind === "failed") {
    return (
      <Sheet>
        <ErrorState level={1} error={status.problem} onRetry={retry} />
      </Sheet>
    );
  }
  if (status.kind === "opening") {
    return (
      <Sheet>
        <SkeletonRows rows={14} />
      </Sheet>
    );
  }
  if (isSetup) return children;
  if (!status.session.user.isAdmin) {
    return (
      <Sheet>
        <NoRights />
      </Sheet>
    );
  }
  return <AppShell>{children}</AppShell>;
}
