"use client";

import { useLocale } from "use-intl";
import { useState, type ReactNode, type RefObject } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { CopyDialog } from "./copy-dialog.client.tsx";
import { copyText } from "./copy-text.ts";
import styles from "./action-menu.module.css";
import picker from "./picker.module.css";

export interface ActionItem {
  id: string;
  icon?: ReactNode;
  text: string;
  /** Copies this text; else `act` does the work. */
  copies?: () => string;
  act?: () => void;
}

interface Props {
  label: string;
  trigger: RefObject<Element | null>;
  /** Which of its sides the menu shares; the end where left out. */
  side?: "start" | "end";
  items: ActionItem[];
  onClose(): void;
  /** A text is in the clipboard now. */
  onCopied?: () => void;
}

/** What can be done with a thing, below it. Loaded at its first use. */
export function ActionMenu({ label, trigger, side = "end", items, onClose, onCopied }: Props) {
  const locale = useLocale();
  const [refused, setRefused] = useState<string | null>(null);
  const run = (item: ActionItem | undefined) => {
    if (item?.copies === undefined) {
      item?.act?.();
      onClose();
      return;
    }
    const text = item.copies();
    void copyText(text).then((isCopied) => {
      if (!isCopied) {
        setRefused(text);
        return;
      }
      onCopied?.();
      onClose();
    });
  };
  if (refused !== null) return <CopyDialog text={refused} onClose={onClose} />;
  return (
    <I18nProvider locale={locale}>
      <Popover
        className={picker.popover ?? ""}
        triggerRef={trigger}
        isOpen
        onOpenChange={onClose}
        placement={`bottom ${side}`}
        offset={4}
      >
        <Menu
          className={styles.menu ?? ""}
          aria-label={label}
          autoFocus="first"
          onAction={(id) => run(items.find((item) => item.id === id))}
        >
          {items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.text}
              className={styles.item ?? ""}
            >
              {item.icon}
              <span className={styles.text}>{item.text}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </I18nProvider>
  );
}
