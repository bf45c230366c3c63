export interface DurationParts {
  unit: "seconds" | "minutes" | "hours" | "days";
  /** Whole units; the rest is in the next smaller unit. */
  value: number;
  rest: number;
}

/** A span in its largest whole unit and the remainder in the next one: 3 min 20 s, 2 h 5 min. */
export function splitDuration(ms: number): DurationParts {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return { unit: "seconds", value: seconds, rest: 0 };
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return { unit: "minutes", value: minutes, rest: seconds % 60 };
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return { unit: "hours", value: hours, rest: minutes % 60 };
  return { unit: "days", value: Math.floor(hours / 24), rest: hours % 24 };
}
