"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { RefObject } from "react";
import { CopyButton } from "../controls/copy-button.client.tsx";
import { PopoverBox } from "../controls/popover-box.client.tsx";
import { useSession } from "../session/session.client.tsx";
import { formatDateTime, formatOffset, isTimeZone, toIsoSeconds } from "./format-time.ts";
import { useNow } from "./use-now.ts";
import { browserZone } from "./zone-choice.ts";
import styles from "./time-card.module.css";

interface Props {
  at: string;
  /** As the portal wrote it, with its own offset. */
  stored: string;
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
}

interface Line {
  name: "utc" | "portal" | "browser" | "relative" | "unix";
  text: string;
  /** Which zone it is. */
  note: string | null;
}

export function TimeCardBox({ at, stored, trigger, onOpenChange }: Props) {
  const t = useTranslations("timeCard");
  return (
    <PopoverBox label={t("title")} trigger={trigger} onOpenChange={onOpenChange}>
      <TimeLines at={at} stored={stored} />
    </PopoverBox>
  );
}

/** The moment in every zone, each to be copied. */
export function TimeLines({ at, stored }: Pick<Props, "at" | "stored">) {
  const t = useTranslations("timeCard");
  const lines = useLines(new Date(at), stored);
  return (
    <dl className={styles.lines} data-holds>
      {lines.map(({ name, text, note }) => (
        <div key={name} className={styles.line}>
          <dt>{t(name)}</dt>
          <dd>
            <span className={styles.text}>
              {text}
              {note !== null && <span className={styles.note}>{note}</span>}
            </span>
            <CopyButton text={text} label={t("copy", { name: t(name) })} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The portal's clock by its own words, where the zone of the person's profile is not known. */
function asStored(stored: string, lang: string): Line[] {
  const offset = /T[\d:.]+([+-])(\d\d):(\d\d)$/.exec(stored);
  if (offset === null) return [];
  const [, sign, hours, minutes] = offset;
  const shiftMs = (sign === "-" ? -60_000 : 60_000) * (Number(hours) * 60 + Number(minutes));
  const shifted = new Date(Date.parse(stored) + shiftMs);
  const rest = minutes === "00" ? "" : `:${minutes}`;
  return [
    {
      name: "portal",
      text: formatDateTime(shifted, { timeZone: "UTC", lang }),
      note: `UTC${sign === "-" ? "−" : "+"}${Number(hours)}${rest}`,
    },
  ];
}

function relative(text: string): Line {
  return { name: "relative", text, note: null };
}

function useLines(at: Date, stored: string): Line[] {
  const { timeZone: portal, lang } = useSession();
  const format = useFormatter();
  const now = useNow();
  const browser = browserZone();
  const inZone = (name: "portal" | "browser", timeZone: string): Line => ({
    name,
    text: formatDateTime(at, { timeZone, lang }),
    note: `${formatOffset(at, timeZone)}, ${timeZone}`,
  });
  return [
    { name: "utc", text: toIsoSeconds(at), note: null },
    ...(portal !== null && isTimeZone(portal)
      ? [inZone("portal", portal)]
      : asStored(stored, lang)),
    inZone("browser", browser),
    ...(now === 0 ? [] : [relative(format.relativeTime(at, now))]),
    { name: "unix", text: String(Math.floor(at.getTime() / 1000)), note: null },
  ];
}
