"use client";

import { ChevronDown, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useRef, useState, type ReactNode } from "react";
import { classes } from "./classes.ts";
import { later } from "../later.ts";
import styles from "./picker.module.css";

const loadPopover = async () => (await import("./picker-popover.client.tsx")).PickerPopover;
const PickerPopover = later(loadPopover);

export interface PickerItem {
  id: string;
  title: string;
  note?: string;
  sign?: ReactNode;
}

export interface PickerProps {
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
export function Picker(props: PickerProps) {
  const { label, value, isMultiple = false, onChange } = props;
  const t = useTranslations("picker");
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const isSet = value !== null;
  const pick = (ids: string[]) => {
    onChange(ids);
    if (!isMultiple) setOpen(false);
  };
  return (
    <div className={classes(styles.field, isSet && styles.set)}>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={() => void loadPopover()}
        onClick={() => setOpen(true)}
      >
        <span className={styles.label}>{isSet ? `${label}:` : label}</span>
        {isSet && <span className={styles.value}>{value}</span>}
        {!isSet && <ChevronDown size={15} aria-hidden="true" />}
      </button>
      {isSet && (
        <button
          type="button"
          className={styles.clear}
          aria-label={t("clear", { label })}
          onClick={() => onChange([])}
        >
          <X size={14} />
        </button>
      )}
      {isOpen && (
        <Suspense>
          <PickerPopover {...props} trigger={trigger} onChange={pick} onOpenChange={setOpen} />
        </Suspense>
      )}
    </div>
  );
}
