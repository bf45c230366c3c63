"use client";

import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { eventTitle, SEVERITIES, titledCodes } from "../../../../../../lib/archive/shared.ts";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import { KeepSelect } from "./keep-select.client.tsx";
import type { DraftRule } from "./retention-draft.ts";
import form from "./settings-form.module.css";

interface Props {
  rule: DraftRule;
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onChange(rule: DraftRule): void;
  onMove(step: -1 | 1): void;
  onRemove(): void;
}

/** Which entries, and how long. */
export function RetentionRule(props: Props) {
  const { rule, name, isFirst, isLast, onChange, onMove, onRemove } = props;
  const t = useTranslations("settings.retention");
  return (
    <li className={form.rule} aria-label={name}>
      <div className={form.ruleHead}>
        <span>{name}</span>
        <span className={form.line}>
          <IconButton
            size="sm"
            label={t("up", { name })}
            isDisabled={isFirst}
            onPress={() => onMove(-1)}
          >
            <ArrowUp size={15} />
          </IconButton>
          <IconButton
            size="sm"
            label={t("down", { name })}
            isDisabled={isLast}
            onPress={() => onMove(1)}
          >
            <ArrowDown size={15} />
          </IconButton>
          <IconButton size="sm" label={t("remove", { name })} onPress={onRemove}>
            <Trash2 size={15} />
          </IconButton>
        </span>
      </div>
      <div className={form.line}>
        <SeverityPicker
          selected={rule.severities}
          onChange={(severities) => onChange({ ...rule, severities })}
        />
        <TypePicker selected={rule.types} onChange={(types) => onChange({ ...rule, types })} />
        <span className={form.pair}>
          <span className={form.label}>{t("keep")}</span>
          <KeepSelect
            label={t("keepOf", { name })}
            value={rule.months}
            onChange={(months) => onChange({ ...rule, months })}
          />
        </span>
      </div>
    </li>
  );
}

interface ChoiceProps {
  selected: string[];
  onChange(values: string[]): void;
}

function SeverityPicker({ selected, onChange }: ChoiceProps) {
  const t = useTranslations("settings.retention");
  const words = useTranslations("severity");
  const items = SEVERITIES.map((code) => ({ id: code, title: words(code), note: code }));
  return (
    <Picker
      label={t("severity")}
      value={selected.length === 0 ? null : selected.join(", ")}
      items={items}
      selected={selected}
      isMultiple
      searchLabel={t("severities")}
      onChange={onChange}
    />
  );
}

const OWN_CODE = /^[A-Z*][A-Z0-9_*.:-]{1,99}$/;

function TypePicker({ selected, onChange }: ChoiceProps) {
  const t = useTranslations("settings.retention");
  const words = useEventWords();
  const items = useMemo(() => {
    return [...new Set([...selected, ...titledCodes(words)])].map((code) => ({
      id: code,
      title: code.includes("*") ? t("code", { code }) : eventTitle(code, words),
      note: code,
    }));
  }, [selected, words, t]);
  const itemFor = (text: string): PickerItem | null => {
    const code = text.toUpperCase();
    return OWN_CODE.test(code) ? { id: code, title: t("code", { code }), note: text } : null;
  };
  return (
    <Picker
      label={t("types")}
      value={selected.length === 0 ? null : selected.join(", ")}
      items={items}
      selected={selected}
      isMultiple
      searchLabel={t("typesSearch")}
      onChange={onChange}
      itemFor={itemFor}
    />
  );
}
