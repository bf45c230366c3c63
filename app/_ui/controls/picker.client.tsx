"use client";

import { Check, ChevronDown, Search, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo, useState, type ReactNode } from "react";
import { Autocomplete, useFilter } from "react-aria-components/Autocomplete";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { SearchField } from "react-aria-components/SearchField";
import { classes } from "./classes.ts";
import styles from "./picker.module.css";

export interface PickerItem {
  id: string;
  title: string;
  note?: string;
  sign?: ReactNode;
}

interface Props {
  label: string;
  /** The present choice in words; null when there is none. */
  value: string | null;
  items: PickerItem[];
  selected: string[];
  isMultiple?: boolean;
  searchLabel: string;
  onChange(ids: string[]): void;
  /** An item for a typed text that is in no list, such as a code of another module. */
  itemFor?(text: string): PickerItem | null;
}

/** A filter: its button shows the choice, its list is searched by typing. */
export function Picker(props: Props) {
  const { label, value, selected, isMultiple = false, onChange } = props;
  const t = useTranslations("picker");
  const [isOpen, setOpen] = useState(false);
  const isSet = value !== null;
  const pick = (ids: string[]) => {
    onChange(ids);
    if (!isMultiple) setOpen(false);
  };
  return (
    <div className={classes(styles.field, isSet && styles.set)}>
      <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
        <Button className={styles.trigger ?? ""}>
          <span className={styles.label}>{isSet ? `${label}:` : label}</span>
          {isSet && <span className={styles.value}>{value}</span>}
          {!isSet && <ChevronDown size={15} aria-hidden="true" />}
        </Button>
        <Popover className={styles.popover ?? ""} placement="bottom start" offset={6}>
          <Dialog className={styles.dialog ?? ""} aria-label={label}>
            <PickerList {...props} selected={selected} onChange={pick} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      {isSet && (
        <Button
          className={styles.clear ?? ""}
          aria-label={t("clear", { label })}
          onPress={() => onChange([])}
        >
          <X size={14} />
        </Button>
      )}
    </div>
  );
}

function PickerList(props: Props) {
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
        onSelectionChange={(keys) => {
          if (keys !== "all") onChange([...keys].map(String));
        }}
        renderEmptyState={() => <p className={styles.none}>{t("none")}</p>}
      >
        {(item) => (
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
        )}
      </ListBox>
    </Autocomplete>
  );
}
