"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { SessionView } from "../../../lib/portals/shared.ts";
import { takeTicket } from "../address/frame-address.ts";
import { useDocumentLang } from "../document.client.tsx";
import { fitFrame, refreshAuth } from "./frame-bridge.ts";
import { asProblem, type Problem } from "./problem.ts";
import { SessionClient } from "./session-client.ts";

const RENEW_BEFORE_MS = 5 * 60_000;

export type SessionStatus =
  | { kind: "opening" }
  | { kind: "ready"; session: SessionView }
  | { kind: "lost" }
  | { kind: "failed"; problem: Problem };

interface SessionContextValue {
  portalKey: string;
  status: SessionStatus;
  api: SessionClient;
  /** The server has a newer version of the pages. */
  isOld: boolean;
  retry(): void;
}

const SessionContext = createContext<SessionContextValue | null>(null);

export function useSessionContext(): SessionContextValue {
  const value = use(SessionContext);
  if (value === null) throw new Error("A part of a page was drawn outside the session.");
  return value;
}

export function useApi(): SessionClient {
  return useSessionContext().api;
}

/** For parts below the gate, which is open only with a session. */
export function useSession(): SessionView {
  const { status } = useSessionContext();
  if (status.kind !== "ready") throw new Error("A part of a page was drawn without a session.");
  return status.session;
}

export function SessionProvider(props: { portalKey: string; children: ReactNode }) {
  const { portalKey } = props;
  const { lang, setLang } = useDocumentLang();
  const queryClient = useQueryClient();
  const [status, setStatus] = useState<SessionStatus>({ kind: "opening" });
  const [isOld, setOld] = useState(false);
  const [api] = useState(
    () =>
      new SessionClient({
        portalKey,
        lang,
        fetch: (path, init) => fetch(path, init),
        refreshAuth,
        onSession: (session, isOtherPerson) => {
          // Nothing fetched for the person before may stay on screen.
          if (isOtherPerson) queryClient.clear();
          setLang(session.lang);
          setStatus({ kind: "ready", session });
        },
        build: () => document.documentElement.dataset["build"] ?? null,
        onVersion: setOld,
        onLost: () => setStatus({ kind: "lost" }),
        onRefused: (problem) => {
          setStatus({ kind: "failed", problem });
          queryClient.clear();
        },
      }),
  );

  const open = useCallback(
    (ticket: string | null) => {
      // A frame that stays low is only less comfortable: the page scrolls inside itself.
      const fit = () => void fitFrame().catch(() => undefined);
      const refuse = (error: unknown) => setStatus(refused(asProblem(error)));
      api.open(ticket).then(fit, refuse);
    },
    [api],
  );

  useEffect(() => open(takeTicket()), [open]);

  useRenewal(api, status);

  const value = useMemo(() => {
    const retry = () => {
      setStatus({ kind: "opening" });
      open(null);
    };
    return { portalKey, status, api, isOld, retry };
  }, [portalKey, status, api, isOld, open]);
  return <SessionContext value={value}>{props.children}</SessionContext>;
}

function refused(problem: Problem): SessionStatus {
  return problem.status === 401 ? { kind: "lost" } : { kind: "failed", problem };
}

/** A session that cannot be renewed early still works until its end; the first 401 then decides. */
function useRenewal(api: SessionClient, status: SessionStatus): void {
  const expiresAt = status.kind === "ready" ? status.session.expiresAt : null;
  useEffect(() => {
    if (expiresAt === null) return;
    const leftMs = Date.parse(expiresAt) - (Date.now() + api.clockOffsetMs()) - RENEW_BEFORE_MS;
    const timer = setTimeout(
      () => {
        api.renew().catch(() => undefined);
      },
      Math.max(leftMs, 30_000),
    );
    return () => clearTimeout(timer);
  }, [api, expiresAt]);
}
