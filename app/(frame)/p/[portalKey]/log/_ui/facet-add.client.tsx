"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useId, useMemo, useState } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { FURTHER_FACETS, isPathFacet, pathsIn, type FacetsChoice } from "./facets-choice.ts";
import type { Words } from "./field-words.ts";
import styles from "./facets.module.css";

interface Props {
  rows: EntryView[];
  words: Words;
  choice: FacetsChoice;
}

/** Further fields to count by: those of entries, and keys found in descriptions or written down. */
export function FacetAdd({ rows, words, choice }: Props) {
  const t = useTranslations("facetsMore");
  const id = useId();
  const [text, setText] = useState("");
  const names = useMemo(() => [...FURTHER_FACETS, ...pathsIn(rows)], [rows]);
  const offered = names.filter((name) => !choice.isPinned(name));
  const typed = text.trim();
  const name = nameOf(typed, offered, words);
  const isWrong = typed !== "" && name === null;
  return (
    <form
      className={styles.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (name === null || choice.isPinned(name)) return;
        choice.turnPin(name);
        setText("");
      }}
    >
      <label className={styles.title} htmlFor={id}>
        {t("add")}
      </label>
      <div className={styles.addLine}>
        <input
          id={id}
          className={styles.find}
          list={`${id}-names`}
          value={text}
          autoComplete="off"
          spellCheck={false}
          placeholder="json.key"
          aria-invalid={isWrong}
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id={`${id}-names`}>
          {offered.map((one) => (
            <option key={one} value={one}>
              {words.label(one)}
            </option>
          ))}
        </datalist>
        <button
          type="submit"
          className={styles.leave}
          aria-label={t("addThis")}
          disabled={name === null}
        >
          <Plus size={16} />
        </button>
      </div>
      {isWrong && (
        <p className={styles.failed} role="status">
          {t("wrong")}
        </p>
      )}
    </form>
  );
}

function nameOf(typed: string, offered: string[], words: Words): string | null {
  const lower = typed.toLowerCase();
  const known = offered.find((one) => one === typed || words.label(one).toLowerCase() === lower);
  return known ?? (isPathFacet(typed) ? typed : null);
}
