"use client";

import { CalendarDateTime, toCalendarDate, type DateValue } from "@internationalized/date";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { DateField, DateInput, DateSegment, Label } from "react-aria-components/DateField";
import { Heading } from "react-aria-components/Heading";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { CalendarCell, CalendarGrid, RangeCalendar } from "react-aria-components/RangeCalendar";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { intlLocale } from "../../../../../_ui/i18n/lang.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { instantOf, toIsoSeconds, wallTime } from "../../../../../_ui/time/format-time.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { resolveTime, type TimeRange } from "./time-range.ts";
import styles from "./time-filter.module.css";

interface Props {
  range: TimeRange;
  onApply(range: TimeRange): void;
}

/** Two times and a calendar, all in the zone the log is shown in. The end is not included. */
export function CustomRange({ range, onApply }: Props) {
  const t = useTranslations("time");
  const { timeZone } = useZone();
  const { lang } = useSession();
  const [start, setStart] = useState(() => initial(range.from ?? "now/d", timeZone));
  const [end, setEnd] = useState(() => initial(range.to ?? "now", timeZone));
  const isBackwards = end.compare(start) <= 0;
  const pickDays = (days: { start: DateValue; end: DateValue }) => {
    setStart(withDay(start, days.start));
    setEnd(withDay(end, days.end));
  };
  const days = isBackwards ? null : { start: toCalendarDate(start), end: toCalendarDate(end) };
  return (
    <I18nProvider locale={dateLocale(lang)}>
      <div className={styles.calendarPart}>
        <RangeCalendar
          aria-label={t("calendar")}
          className={styles.calendar ?? ""}
          value={days}
          onChange={pickDays}
        >
          <header className={styles.month}>
            <AriaButton slot="previous" className={styles.turn ?? ""}>
              <ChevronLeft size={18} />
            </AriaButton>
            <Heading className={styles.monthName ?? ""} />
            <AriaButton slot="next" className={styles.turn ?? ""}>
              <ChevronRight size={18} />
            </AriaButton>
          </header>
          <CalendarGrid weekdayStyle="short" className={styles.days ?? ""}>
            {(date) => <CalendarCell date={date} className={styles.day ?? ""} />}
          </CalendarGrid>
        </RangeCalendar>
        <div className={styles.fields}>
          <Moment label={t("from")} value={start} onChange={setStart} />
          <Moment label={t("to")} value={end} onChange={setEnd} />
        </div>
        {isBackwards && (
          <p className={styles.fault} role="alert">
            {t("backwards")}
          </p>
        )}
        <Button
          look="primary"
          isDisabled={isBackwards}
          onPress={() => onApply({ from: toText(start, timeZone), to: toText(end, timeZone) })}
        >
          {t("apply")}
        </Button>
      </div>
    </I18nProvider>
  );
}

interface MomentProps {
  label: string;
  value: CalendarDateTime;
  onChange(value: CalendarDateTime): void;
}

function Moment({ label, value, onChange }: MomentProps) {
  return (
    <DateField
      className={styles.moment ?? ""}
      value={value}
      granularity="second"
      hourCycle={24}
      shouldForceLeadingZeros
      onChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Label className={styles.momentLabel ?? ""}>{label}</Label>
      <DateInput className={styles.momentInput ?? ""}>
        {(segment) => <DateSegment segment={segment} className={styles.segment ?? ""} />}
      </DateInput>
    </DateField>
  );
}

/** English dates are written as in the table: year first. */
function dateLocale(lang: string): string {
  return lang === "en" ? "en-CA" : intlLocale(lang);
}

function initial(text: string, timeZone: string): CalendarDateTime {
  const at = resolveTime(text, new Date(), timeZone) ?? new Date();
  const { year, month, day, hour, minute, second } = wallTime(at, timeZone);
  return new CalendarDateTime(year, month, day, hour, minute, second);
}

function withDay(time: CalendarDateTime, day: DateValue): CalendarDateTime {
  return time.set({ year: day.year, month: day.month, day: day.day });
}

function toText(value: CalendarDateTime, timeZone: string): string {
  return toIsoSeconds(instantOf(value, timeZone));
}
