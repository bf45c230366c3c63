"use client";

import { CircleMinus, CirclePlus, Filter } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { useRef } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import picker from "../../../../../_ui/controls/picker.module.css";
import styles from "./value-menu.module.css";

const ICONS = { include: CirclePlus, exclude: CircleMinus, only: Filter };
export type MarkEdit = keyof typeof ICONS;

export interface MarkAt {
  element: Element;
  title: string;
  edits: readonly MarkEdit[];
  act(edit: MarkEdit): void;
}

/** What a mark of a chart can do to the query. */
export function ChartMenu({ at, onClose }: { at: MarkAt; onClose(): void }) {
  const t = useTranslations("log.menu");
  const trigger = useRef(at.element);
  return (
    <I18nProvider locale={useLocale()}>
      <Popover
        className={picker.popover ?? ""}
        triggerRef={trigger}
        isOpen
        onOpenChange={onClose}
        placement="bottom start"
        offset={2}
      >
        <Menu
          className={styles.menu ?? ""}
          aria-label={at.title}
          autoFocus="first"
          onAction={(id) => {
            const edit = at.edits.find((name) => name === id);
            onClose();
            if (edit !== undefined) at.act(edit);
          }}
        >
          {at.edits.map((edit) => {
            const Icon = ICONS[edit];
            const text = t(edit, { value: at.title });
            return (
              <MenuItem key={edit} id={edit} textValue={text} className={styles.item ?? ""}>
                <Icon size={16} />
                <span className={styles.text}>{text}</span>
              </MenuItem>
            );
          })}
        </Menu>
      </Popover>
    </I18nProvider>
  );
}
