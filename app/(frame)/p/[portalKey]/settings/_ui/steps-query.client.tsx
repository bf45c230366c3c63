"use client";

import { useTranslations } from "use-intl";
import { useId, useState, type SyntheticEvent } from "react";
import { faultSentence, parseQuery } from "../../../../../../lib/filter/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import form from "./settings-form.module.css";

interface Props {
  saved: string;
  isPending: boolean;
  isDone: boolean;
  onSave(query: string): void;
}

const MAX_LENGTH = 2_000;

/** The query that limits what processes see of the log. */
export function StepsQueryForm({ saved, isPending, isDone, onSave }: Props) {
  const t = useTranslations("settings.stepsReadLog.query");
  const id = useId();
  const [text, setText] = useState(saved);
  const wrong = useFault(text);
  const isChanged = text.trim() !== saved;
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    if (isChanged && wrong === null && !isPending) onSave(text.trim());
  };
  return (
    <form className={form.form} onSubmit={save}>
      <label className={form.label} htmlFor={id}>
        {t("label")}
      </label>
      <div className={form.line}>
        <input
          id={id}
          className={classes(form.field, form.grow, form.mono)}
          placeholder="type:USER_* -ip:private"
          maxLength={MAX_LENGTH}
          spellCheck={false}
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-note`}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button isPending={isPending} isDisabled={!isChanged || wrong !== null} onPress={save}>
          {t("save")}
        </Button>
      </div>
      <p id={`${id}-note`} className={wrong === null ? form.label : form.wrong}>
        {wrong ?? t("note")}
      </p>
      <p role="status" className={isDone && !isChanged ? form.done : "visually-hidden"}>
        {isDone && !isChanged ? t("saved") : ""}
      </p>
    </form>
  );
}

function useFault(text: string): string | null {
  const t = useTranslations("settings.stepsReadLog.query");
  const lang = useSession().lang === "ru" ? "ru" : "en";
  const read = parseQuery(text);
  const [fault] = read.ok ? [] : read.faults;
  if (fault === undefined) return null;
  return t("wrong", { place: fault.at.start + 1, sentence: faultSentence(fault, lang) });
}
