const QUARTER_MS = 900_000;

/** Also refuses what the machine does not know as a zone. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export type Clock = (at: number) => string;

/** Writes moments as clocks of a zone show them; zones change their offset at quarters of an hour only. */
export function openClock(timeZone: string, lang: "en" | "ru"): Clock {
  const format = new Intl.DateTimeFormat("en-u-hc-h23", {
    ...{ timeZone, year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  const offsets = new Map<number, number>();
  const offsetAt = (at: number): number => {
    const quarter = Math.floor(at / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = measure(format, quarter * QUARTER_MS);
    offsets.set(quarter, offset);
    return offset;
  };
  return (at) => {
    const iso = new Date(at + offsetAt(at)).toISOString();
    const day = iso.slice(0, 10);
    const clock = iso.slice(11, 19);
    if (lang === "en") return `${day} ${clock}`;
    return `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)} ${clock}`;
  };
}

function measure(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return (
    Date.UTC(
      ...([part("year"), part("month") - 1, part("day")] as const),
      ...([part("hour"), part("minute"), part("second")] as const),
    ) - at
  );
}
