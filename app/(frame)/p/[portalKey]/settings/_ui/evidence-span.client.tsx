"use client";

import { useTranslations } from "use-intl";
import { useId, useState, type SyntheticEvent } from "react";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { spanFault, toCheckSpan, type CheckSpan, type SpanDraft } from "./span-draft.ts";
import form from "./settings-form.module.css";

interface Props {
  /** Number of the last entry. */
  head: string;
  isRunning: boolean;
  isAgain: boolean;
  onStart(span: CheckSpan): void;
}

const FIELDS = [
  { field: "from", empty: "first" },
  { field: "to", empty: "last" },
] as const;

/** Which entries are checked; all of them while the fields are empty. */
export function EvidenceSpan({ head, isRunning, isAgain, onStart }: Props) {
  const t = useTranslations("settings.evidence");
  const id = useId();
  const [draft, setDraft] = useState<SpanDraft>({ from: "", to: "" });
  const [isTried, setTried] = useState(false);
  const fault = isTried ? spanFault(draft, head) : null;
  const start = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (isRunning || spanFault(draft, head) !== null) return;
    onStart(toCheckSpan(draft));
  };
  return (
    <form className={form.form} onSubmit={start}>
      <div className={form.ends}>
        {FIELDS.map(({ field, empty }) => (
          <div key={field} className={form.end}>
            <label className={form.label} htmlFor={`${id}-${field}`}>
              {t(field)}
            </label>
            <input
              id={`${id}-${field}`}
              className={form.field}
              inputMode="numeric"
              autoComplete="off"
              maxLength={19}
              placeholder={t(empty)}
              aria-invalid={fault?.field === field}
              aria-describedby={fault?.field === field ? id : undefined}
              value={draft[field]}
              onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            />
          </div>
        ))}
        <Button isPending={isRunning} onPress={start}>
          {t(isAgain ? "again" : "check")}
        </Button>
      </div>
      {fault !== null && (
        <p id={id} className={form.wrong} role="alert">
          {t(`wrong.${fault.kind}`, { number: head })}
        </p>
      )}
      <button type="submit" hidden />
    </form>
  );
}
