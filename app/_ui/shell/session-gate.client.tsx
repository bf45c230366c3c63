"use client";

import { usePathname } from "next/navigation.js";
import { Suspense, type ReactNode } from "react";
import { later } from "../later.ts";
import { useSessionContext } from "../session/session.client.tsx";
import { ErrorState } from "../states/error-state.client.tsx";
import { NoRights } from "../states/no-rights.client.tsx";
import { SkeletonRows } from "../states/skeleton.client.tsx";
import { AppShell, mayOpen } from "./app-shell.client.tsx";
import card from "./card.module.css";
import { Sheet } from "./sheet.tsx";

const SessionLost = later(
  async () => (await import("../states/session-lost.client.tsx")).SessionLost,
  { isInPlace: true, instead: (told) => <Sheet>{told}</Sheet> },
);

/** Pages without tabs: the installer, and a step's settings, which are for everybody who designs processes. */
const LONE = ["setup", "step-settings"];

/** Pages are drawn only with a session. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { status, retry } = useSessionContext();
  const page = usePathname().split("/")[3] ?? "";
  if (status.kind === "lost") {
    return (
      <Suspense fallback={<Opening />}>
        <SessionLost />
      </Suspense>
    );
  }
  if (status.kind === "failed") {
    return (
      <Sheet>
        <ErrorState level={1} error={status.problem} onRetry={retry} />
      </Sheet>
    );
  }
  if (status.kind === "opening") return <Opening />;
  if (LONE.includes(page)) return children;
  const { user } = status.session;
  if (!user.canRead) {
    return (
      <Sheet>
        <NoRights />
      </Sheet>
    );
  }
  return <AppShell>{mayOpen(user, page) ? children : <NoPage />}</AppShell>;
}

function Opening() {
  return (
    <Sheet>
      <SkeletonRows rows={14} />
    </Sheet>
  );
}

/** A page for administrators in the frame of a reader, whose own pages stay within reach. */
function NoPage() {
  return (
    <section className={card.card}>
      <div className={card.scroll}>
        <NoRights />
      </div>
    </section>
  );
}
