"use client";

import { Equal, EqualNot, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo } from "react";
import {
  listChips,
  not,
  printQuery,
  replaceChip,
  type Chip,
} from "../../../../../../lib/filter/shared.ts";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { sayNode, type Words } from "./field-words.ts";
import styles from "./query-chips.module.css";

interface Props {
  q: string;
  words: Words;
  onChange(q: string): void;
}

/** The outermost conditions of the query as handles: each can be turned around or removed. */
export function QueryChips({ q, words, onChange }: Props) {
  const t = useTranslations("log.query");
  const chips = useMemo(() => listChips(q), [q]);
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t("conditions")}>
      {chips.map((chip) => {
        const text = chip.node === null ? chip.text : sayNode(chip.node, words);
        return (
          <li
            key={chip.at.start}
            className={classes(styles.chip, chip.isNegated && styles.negated)}
            title={chip.text}
          >
            {chip.node !== null && (
              <button
                type="button"
                className={styles.button}
                aria-label={t(chip.isNegated ? "includeInstead" : "excludeInstead", { text })}
                onClick={() => onChange(turned(q, chip, chips.length > 1))}
              >
                {chip.isNegated ? <EqualNot size={14} /> : <Equal size={14} />}
              </button>
            )}
            <span className={styles.text}>{text}</span>
            <button
              type="button"
              className={styles.button}
              aria-label={t("remove", { text })}
              onClick={() => onChange(replaceChip(q, chip, ""))}
            >
              <X size={14} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function turned(q: string, chip: Chip, isOneOfMany: boolean): string {
  if (chip.node === null) return q;
  const node = chip.node.kind === "not" ? chip.node.item : not(chip.node);
  const text = printQuery(node);
  return replaceChip(q, chip, node.kind === "or" && isOneOfMany ? `(${text})` : text);
}
