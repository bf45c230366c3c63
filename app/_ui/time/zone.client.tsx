"use client";

import { useMemo } from "react";
import { useSession } from "../session/session.client.tsx";
import { formatDateTime, formatOffset, isTimeZone } from "./format-time.ts";

export interface Zone {
  timeZone: string;
  /** Whose clock is shown: the person's portal profile, or this browser when the portal names none. */
  source: "portal" | "browser";
  format(at: string | Date): string;
  offset(at?: Date): string;
}

export function useZone(): Zone {
  const session = useSession();
  const { timeZone: named, lang } = session;
  return useMemo(() => {
    const isKnown = named !== null && isTimeZone(named);
    const timeZone = isKnown ? named : new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return {
      timeZone,
      source: isKnown ? "portal" : "browser",
      format: (at) => formatDateTime(new Date(at), { timeZone, lang }),
      offset: (at) => formatOffset(at ?? new Date(), timeZone),
    };
  }, [named, lang]);
}
