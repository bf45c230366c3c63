"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import {
  eventTitle,
  titledCodes,
  type EntryView,
  type EventWords,
} from "../../../../../../lib/archive/shared.ts";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import { chosenIn } from "./query-language.ts";

/** Typed in capitals it is meant as a code; other texts only search the list. */
const OWN_CODE = /^[A-Z][A-Z0-9_.:-]{2,99}$/;

interface Props {
  q: string;
  rows: EntryView[];
  onChange(types: string[]): void;
}

/** Event types by title or code; codes of unknown modules come from the rows or are typed. */
export function TypeFilter({ q, rows, onChange }: Props) {
  const t = useTranslations("log.typeFilter");
  const words = useEventWords();
  const types = useMemo(() => chosenIn(q, "type").filter((code) => code !== ""), [q]);
  const items = useMemo(() => listTypes({ rows, chosen: types, words }), [rows, types, words]);
  const itemFor = (text: string): PickerItem | null =>
    OWN_CODE.test(text) ? { id: text, title: t("code", { code: text }) } : null;
  return (
    <Picker
      label={t("label")}
      // The conditions below the box say what is chosen.
      value={null}
      items={items}
      selected={types}
      isMultiple
      searchLabel={t("search")}
      onChange={onChange}
      itemFor={itemFor}
    />
  );
}

function listTypes(input: {
  rows: EntryView[];
  chosen: string[];
  words: EventWords;
}): PickerItem[] {
  const { rows, chosen, words } = input;
  const seen = rows.map((entry) => entry.auditTypeId);
  const isChosen = (item: PickerItem) => Number(chosen.includes(item.id));
  return [...new Set([...titledCodes(words), ...seen, ...chosen])]
    .map((code) => ({ id: code, title: eventTitle(code, words), note: code }))
    .sort(
      (left, right) =>
        isChosen(right) - isChosen(left) || left.title.localeCompare(right.title, words.lang),
    );
}
