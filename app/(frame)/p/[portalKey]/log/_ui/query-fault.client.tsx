"use client";

import { useTranslations } from "use-intl";
import { faultSentence, type QueryFault } from "../../../../../../lib/filter/shared.ts";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import type { QueryDraft } from "./use-query-draft.ts";
import styles from "./query-box.module.css";

interface Props {
  id: string;
  fault: QueryFault;
  draft: QueryDraft;
}

/** Why a text is not applied, and a way to mend it where one is known. */
export function QueryFaultNote({ id, fault, draft }: Props) {
  const t = useTranslations("log.query");
  const lang = useEventWords().lang;
  const { at, suggestion } = fault;
  const mend = () => {
    const { text } = draft;
    draft.set(`${text.slice(0, at.start)}${suggestion ?? ""}${text.slice(at.end)}`);
  };
  return (
    <div className={styles.fault}>
      <p id={id} role="alert">
        <strong>{t("notApplied")}</strong> {faultSentence(fault, lang)}
      </p>
      {suggestion !== undefined && (
        <button
          type="button"
          className={styles.mend}
          onMouseDown={(event) => event.preventDefault()}
          onClick={mend}
        >
          {t("mend", { suggestion })}
        </button>
      )}
    </div>
  );
}
