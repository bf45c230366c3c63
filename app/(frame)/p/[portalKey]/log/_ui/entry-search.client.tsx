"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useState, type Ref } from "react";
import { Button } from "react-aria-components/Button";
import { Input } from "react-aria-components/Input";
import { SearchField } from "react-aria-components/SearchField";
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
  const [draft, setDraft] = useState<{ of: string | null; text: string } | null>(null);
  const [isWrong, setWrong] = useState(false);
  // A change from elsewhere (Back, "clear all") wins over what was typed before it.
  const text = draft !== null && draft.of === id ? draft.text : (id ?? "");
  const submit = (value: string) => {
    const asked = value.trim().replace(/^#/, "");
    const isGood = asked === "" || isEntryId(asked);
    setWrong(!isGood);
    if (isGood) onSearch(asked === "" ? null : asked);
  };
  return (
    <SearchField
      className={styles.search ?? ""}
      aria-label={t("label")}
      value={text}
      onChange={(value) => {
        setDraft({ of: id, text: value });
        setWrong(false);
      }}
      onSubmit={submit}
      onClear={() => onSearch(null)}
      isInvalid={isWrong}
    >
      <Search size={16} aria-hidden="true" />
      <Input
        ref={ref}
        className={styles.input ?? ""}
        placeholder={t("label")}
        inputMode="numeric"
      />
      {text === "" && (
        <kbd className={styles.hint} aria-hidden="true">
          /
        </kbd>
      )}
      <Button className={styles.clear ?? ""} data-empty={text === ""} aria-label={t("clear")}>
        <X size={14} />
      </Button>
      {isWrong && (
        <span className={styles.wrong} role="alert">
          {t("wrong")}
        </span>
      )}
    </SearchField>
  );
}
