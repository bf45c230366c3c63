"use client";

import { ChevronDown, ChevronUp, TextSearch, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { SearchField } from "../../../../../_ui/controls/search-field.client.tsx";
import type { Find } from "./use-find.ts";
import styles from "./list-bars.module.css";

interface Props {
  find: Find;
  /** Rows loaded. */
  count: number;
  onClose(): void;
}

/** Search within the rows loaded: nothing is asked of the archive. */
export function FindBar({ find, count, onClose }: Props) {
  const t = useTranslations("listFind");
  const { found, text, at } = find;
  const total = found.ids.length;
  const isNone = text.trim() === "" || total === 0;
  return (
    <div
      className={styles.bar}
      role="search"
      aria-label={t("label")}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <SearchField
        autoFocus
        label={t("label")}
        placeholder={t("placeholder", { count })}
        icon={<TextSearch size={16} aria-hidden="true" />}
        value={text}
        onChange={find.setText}
        onEnter={(isBack) => find.step(isBack ? -1 : 1)}
        onEscape={onClose}
      />
      <span className={styles.count} role="status">
        {text.trim() !== "" && <Place find={find} at={at} total={total} />}
      </span>
      <IconButton size="sm" label={t("previous")} isDisabled={isNone} onPress={() => find.step(-1)}>
        <ChevronUp size={16} />
      </IconButton>
      <IconButton size="sm" label={t("next")} isDisabled={isNone} onPress={() => find.step(1)}>
        <ChevronDown size={16} />
      </IconButton>
      <IconButton size="sm" label={t("close")} onPress={onClose}>
        <X size={16} />
      </IconButton>
    </div>
  );
}

function Place({ find, at, total }: { find: Find; at: number; total: number }) {
  const t = useTranslations("listFind");
  if (!find.found.isDone) return t("searching", { count: total });
  if (total === 0) return t("none");
  return at === 0 ? t("count", { count: total }) : t("place", { at, count: total });
}
