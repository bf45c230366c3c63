"use client";

import { Check, Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo, useState, type RefObject } from "react";
import { Autocomplete, useFilter } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import type { PickerItem, PickerProps } from "./picker.client.tsx";
import { PopoverBox } from "./popover-box.client.tsx";
import styles from "./picker.module.css";

interface Props extends PickerProps {
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
}

export function PickerPopover(props: Props) {
  return (
    <PopoverBox label={props.label} trigger={props.trigger} onOpenChange={props.onOpenChange}>
      <div className={styles.box}>
        <PickerList {...props} />
      </div>
    </PopoverBox>
  );
}

function PickerList(props: PickerProps) {
  const { items, selected, isMultiple = false, searchLabel, onChange, itemFor } = props;
  const t = useTranslations("picker");
  const { contains } = useFilter({ sensitivity: "base" });
  const [text, setText] = useState("");
  const shown = useMemo(() => {
    const own = itemFor?.(text.trim()) ?? null;
    const isNew = own !== null && !items.some((item) => item.id === own.id);
    return isNew ? [...items, own] : items;
  }, [items, itemFor, text]);
  return (
    <Autocomplete filter={contains} inputValue={text} onInputChange={setText}>
      <SearchField className={styles.search ?? ""} aria-label={searchLabel} autoFocus>
        <Search size={16} aria-hidden="true" />
        <Input className={styles.input ?? ""} placeholder={searchLabel} />
      </SearchField>
      <ListBox
        className={styles.list ?? ""}
        aria-label={props.label}
        items={shown}
        selectionMode={isMultiple ? "multiple" : "single"}
        selectedKeys={selected}
        // It closes the list; what was chosen stays.
        escapeKeyBehavior="none"
        onSelectionChange={(keys) => {
          if (keys !== "all") onChange([...keys].map(String));
        }}
        renderEmptyState={() => <p className={styles.none}>{t("none")}</p>}
      >
        {(item) => <PickerRow item={item} />}
      </ListBox>
    </Autocomplete>
  );
}

function PickerRow({ item }: { item: PickerItem }) {
  return (
    <ListBoxItem
      id={item.id}
      className={styles.item ?? ""}
      textValue={`${item.title} ${item.note ?? ""}`}
    >
      {({ isSelected }) => (
        <>
          {item.sign}
          <span className={styles.words}>
            <span className={styles.title}>{item.title}</span>
            {item.note !== undefined && <code className={styles.note}>{item.note}</code>}
          </span>
          {isSelected && <Check size={16} className={styles.check} aria-hidden="true" />}
        </>
      )}
    </ListBoxItem>
  );
}
