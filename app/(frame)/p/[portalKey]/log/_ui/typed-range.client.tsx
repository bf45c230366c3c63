"use client";

import { CornerDownLeft } from "lucide-react";
import { useTranslations } from "use-intl";
import { useId, useState } from "react";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { readTyped } from "./time-typed.ts";
import type { TimeRange } from "./time-range.ts";
import styles from "./typed-range.module.css";

interface Props {
  isFirst: boolean;
  onApply(range: TimeRange): void;
  /** Takes the list to where the range begins, and leaves what is asked for as it is. */
  onGoTo(at: string): void;
}

/** A range in words; what it means is said while it is typed. */
export function TypedRange({ isFirst, onApply, onGoTo }: Props) {
  const t = useTranslations("typedTime");
  const zone = useZone();
  const id = useId();
  const [text, setText] = useState("");
  const read = readTyped(text, { now: new Date(), timeZone: zone.timeZone });
  const isWrong = read === null && text.trim() !== "";
  return (
    <form
      className={styles.typed}
      onSubmit={(event) => {
        event.preventDefault();
        if (read !== null) onApply(read.range);
      }}
    >
      <label className={styles.label} htmlFor={id}>
        {t("label")}
      </label>
      <div className={styles.line}>
        <input
          id={id}
          className={styles.input}
          value={text}
          autoFocus={isFirst}
          autoComplete="off"
          spellCheck={false}
          placeholder={t("example")}
          aria-invalid={isWrong}
          aria-describedby={`${id}-said`}
          onChange={(event) => setText(event.target.value)}
        />
        <Button size="sm" isDisabled={read === null} onPress={() => read && onApply(read.range)}>
          <CornerDownLeft size={15} aria-hidden="true" />
          <span className="visually-hidden">{t("apply")}</span>
        </Button>
      </div>
      <div className={styles.foot}>
        <p id={`${id}-said`} className={styles.said} role="status" data-wrong={isWrong}>
          {read !== null
            ? `${zone.format(read.from)} – ${zone.format(read.to)} ${zone.offset(read.from)}`
            : t(isWrong ? "wrong" : "hint")}
        </p>
        <Button
          size="sm"
          isDisabled={read === null}
          onPress={() => read && onGoTo(read.from.toISOString())}
        >
          {t("goTo")}
        </Button>
      </div>
    </form>
  );
}
