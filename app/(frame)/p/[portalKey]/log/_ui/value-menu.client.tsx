"use client";

import { CircleMinus, CirclePlus, Copy, Filter, History, Hourglass } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { useRef, useState, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { CopyDialog } from "../../../../../_ui/controls/copy-dialog.client.tsx";
import { copyText } from "../../../../../_ui/controls/copy-text.ts";
import picker from "../../../../../_ui/controls/picker.module.css";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { pickedOf, sayValue, type Words } from "./field-words.ts";
import type { ListView } from "./use-list-view.ts";
import type { LogActions } from "./use-log-actions.ts";
import { useRowItems } from "./row-items.client.tsx";
import styles from "./value-menu.module.css";

export interface MenuAt {
  entry: EntryView;
  /** All entries of a row that stands for several; else none. */
  members: EntryView[];
  column: string;
  element: HTMLElement;
}

interface Props {
  at: MenuAt;
  words: Words;
  actions: LogActions;
  list: ListView;
  onClose(): void;
}

export interface Item {
  id: string;
  icon: ReactNode;
  text: string;
  act(): void;
}

/** What can be done with the value of a cell; opens at the cell, by pointer or by key. */
export function ValueMenu({ at, words, actions, list, onClose }: Props) {
  const t = useTranslations("log.menu");
  const zone = useZone();
  const locale = useLocale();
  const trigger = useRef(at.element);
  const [refused, setRefused] = useState<string | null>(null);
  const rowItems = useRowItems(at, list);
  const items = [...(at.column === "time" ? timeItems() : valueItems()), ...rowItems];

  function timeItems(): Item[] {
    const time = zone.format(at.entry.at);
    return [
      {
        id: "from",
        icon: <History size={16} />,
        text: t("from", { time }),
        act: () => actions.narrow({ from: at.entry.at }),
      },
      {
        id: "to",
        icon: <Hourglass size={16} />,
        text: t("to", { time }),
        act: () => actions.narrow({ to: nextMoment(at.entry.at) }),
      },
      copyItem(at.entry.at),
    ];
  }

  function valueItems(): Item[] {
    const picked = pickedOf(at.column, at.entry);
    if (picked === null) return [copyItem(at.element.innerText)];
    const value = sayValue(picked.field ?? "", String(picked.value), words);
    return [
      {
        id: "include",
        icon: <CirclePlus size={16} />,
        text: t("include", { value }),
        act: () => actions.edit("include", picked),
      },
      {
        id: "exclude",
        icon: <CircleMinus size={16} />,
        text: t("exclude", { value }),
        act: () => actions.edit("exclude", picked),
      },
      {
        id: "only",
        icon: <Filter size={16} />,
        text: t("only", { value }),
        act: () => actions.edit("only", picked),
      },
      copyItem(String(picked.value)),
    ];
  }

  function copyItem(text: string): Item {
    const copy = () =>
      void copyText(text).then((isCopied) => (isCopied ? onClose() : setRefused(text)));
    return { id: "copy", icon: <Copy size={16} />, text: t("copy"), act: copy };
  }

  if (refused !== null) return <CopyDialog text={refused} onClose={onClose} />;

  return (
    <I18nProvider locale={locale}>
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
          aria-label={t("label")}
          autoFocus="first"
          onAction={(id) => {
            items.find((item) => item.id === id)?.act();
            if (id !== "copy") onClose();
          }}
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

// The end of a range is not part of it, the entry is.
function nextMoment(at: string): string {
  return new Date(Date.parse(at) + 1_000).toISOString();
}
