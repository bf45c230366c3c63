"use client";

import { createContext, use, useMemo, type ReactNode } from "react";
import { useSession } from "../session/session.client.tsx";
import {
  formatClock,
  formatDateTime,
  formatDay,
  formatOffset,
  isTimeZone,
  wallTime,
} from "./format-time.ts";
import { browserZone } from "./zone-choice.ts";

export interface Zone {
  timeZone: string;
  /** Whose clock is shown: the person's portal profile, this browser, or a zone that was chosen. */
  source: "portal" | "browser" | "chosen";
  format(at: string | Date): string;
  day(at: string | Date): string;
  /** Hours, minutes and seconds. */
  clock(at: Date): string;
  offset(at?: Date): string;
}

const Choice = createContext<string | null>(null);

/** Shows all times inside in a chosen zone: `browser`, an IANA name, or with null the portal's own. */
export function ZoneProvider({ choice, children }: { choice: string | null; children: ReactNode }) {
  return <Choice value={choice}>{children}</Choice>;
}

export function useZone(): Zone {
  const session = useSession();
  const choice = use(Choice);
  const { timeZone: named, lang } = session;
  return useMemo(() => {
    const { timeZone, source } = pick(choice, named);
    return {
      timeZone,
      source,
      format: (at) => formatDateTime(new Date(at), { timeZone, lang }),
      day: (at) => formatDay(wallTime(new Date(at), timeZone), lang),
      clock: (at) => formatClock(wallTime(at, timeZone)),
      offset: (at) => formatOffset(at ?? new Date(), timeZone),
    };
  }, [choice, named, lang]);
}

function pick(choice: string | null, named: string | null): Pick<Zone, "timeZone" | "source"> {
  if (choice !== null && choice !== "browser" && isTimeZone(choice)) {
    return { timeZone: choice, source: "chosen" };
  }
  const isKnown = named !== null && isTimeZone(named);
  if (isKnown && choice !== "browser") return { timeZone: named, source: "portal" };
  return { timeZone: browserZone(), source: "browser" };
}
