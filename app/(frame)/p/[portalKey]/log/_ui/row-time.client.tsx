"use client";

import { Suspense, useRef } from "react";
import type { RowTimeState } from "./use-row-time.ts";
import { later } from "../../../../../_ui/later.ts";

const TimeHover = later(
  async () => (await import("../../../../../_ui/time/time-hover.client.tsx")).TimeHover,
);
const TimeCardBox = later(
  async () => (await import("../../../../../_ui/time/time-card-box.client.tsx")).TimeCardBox,
);

/** The moment of a row in every zone, at the row. */
export function RowTime({ time, onEnd }: { time: RowTimeState; onEnd(key: string): void }) {
  const { shown } = time;
  if (shown === null) return null;
  const { entry, element } = shown;
  const common = { at: entry.at, stored: entry.timestampX };
  return (
    <Suspense>
      {shown.isHover ? (
        <TimeHover
          key={entry.id}
          {...common}
          anchor={element}
          onKeep={time.keep}
          onLeave={time.leave}
          onClose={time.close}
        />
      ) : (
        <FocusedTime
          key={entry.id}
          {...common}
          element={element}
          onClose={() => {
            time.close();
            onEnd(entry.id);
          }}
        />
      )}
    </Suspense>
  );
}

interface FocusedProps {
  at: string;
  stored: string;
  element: HTMLElement;
  onClose(): void;
}

function FocusedTime({ element, onClose, ...moment }: FocusedProps) {
  const trigger = useRef(element);
  return <TimeCardBox {...moment} trigger={trigger} onOpenChange={onClose} />;
}
