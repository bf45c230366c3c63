"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useId, useState, type KeyboardEvent, type Ref } from "react";
import { isEntryId } from "./log-address.ts";
import styles from "./log-toolbar.module.css";

interface Props {
  id: string | null;
  onSearch(id: string | null): void;
  ref: Ref<HTMLInputElement>;
}

/** Finds an entry by its number; a `#` before it is allowed. */
export function EntrySearch({ id, onSearch, ref }: Props) {
  const t = useTranslations("log.search");
  const faultId = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const text = draft ?? id ?? "";
  const type = (value: string | null) => {
    setDraft(value);
    setWrong(false);
  };
  const submit = () => {
    const asked = text.trim().replace(/^#/, "");
    const isGood = asked === "" || isEntryId(asked);
    setWrong(!isGood);
    if (!isGood) return;
    setDraft(null);
    onSearch(asked === "" ? null : asked);
  };
  const clear = () => {
    type(null);
    if (id !== null) onSearch(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") submit();
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (text === "") event.currentTarget.blur();
    else clear();
  };
  return (
    <div className={styles.search}>
      <Search size={16} aria-hidden="true" />
      <input
        ref={ref}
        className={styles.input}
        aria-label={t("label")}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? faultId : undefined}
        placeholder={t("label")}
        inputMode="numeric"
        enterKeyHint="search"
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text === "" ? (
        <kbd className={styles.hint} aria-hidden="true">
          /
        </kbd>
      ) : (
        <button type="button" className={styles.clear} aria-label={t("clear")} onClick={clear}>
          <X size={14} />
        </button>
      )}
      {isWrong && (
        <span id={faultId} className={styles.wrong} role="alert">
          {t("wrong")}
        </span>
      )}
    </div>
  );
}
