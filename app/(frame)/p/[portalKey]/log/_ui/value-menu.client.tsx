"use client";

import { CircleMinus, CirclePlus, Copy, Filter, History, Hourglass } from "lucide-react";
import { useTranslations } from "use-intl";
import { useRef } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { ActionMenu, type ActionItem } from "../../../../../_ui/controls/action-menu.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { pickedOf, sayValue, type Words } from "./field-words.ts";
import type { ListView } from "./use-list-view.ts";
import type { LogActions } from "./use-log-actions.ts";
import { useRowItems } from "./row-items.client.tsx";

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

/** What can be done with the value of a cell; opens at the cell, by pointer or by key. */
export function ValueMenu({ at, words, actions, list, onClose }: Props) {
  const t = useTranslations("log.menu");
  const zone = useZone();
  const trigger = useRef(at.element);
  const rowItems = useRowItems(at, list);
  const items = [...(at.column === "time" ? timeItems() : valueItems()), ...rowItems];

  function timeItems(): ActionItem[] {
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

  function valueItems(): ActionItem[] {
    const picked = pickedOf(at.column, at.entry);
    if (picked === null) return [copyItem(at.element.innerText)];
    const value = sayValue(picked.field ?? "", String(picked.value ?? ""), words);
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
      copyItem(String(picked.value ?? "")),
    ];
  }

  function copyItem(text: string): ActionItem {
    return { id: "copy", icon: <Copy size={16} />, text: t("copy"), copies: () => text };
  }

  return (
    <ActionMenu label={t("label")} trigger={trigger} side="start" items={items} onClose={onClose} />
  );
}

// The end of a range is not part of it, the entry is.
function nextMoment(at: string): string {
  return new Date(Date.parse(at) + 1_000).toISOString();
}
