"use client";

import { Braces, EyeOff, FoldVertical, Pin, PinOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { MAX_PINNED } from "../../../../../../lib/portals/shared.ts";
import type { ActionItem } from "../../../../../_ui/controls/action-menu.client.tsx";
import { withColumn } from "../../../../../_ui/table/change-shown.ts";
import type { ListView } from "./use-list-view.ts";
import type { MenuAt } from "./value-menu.client.tsx";

const ICON = { size: 16 };

/** What can be done with the row and the column of a cell. */
export function useRowItems(at: MenuAt, list: ListView): ActionItem[] {
  const t = useTranslations("columnMenu");
  const pretty = useTranslations("listPretty");
  const fold = useTranslations("listFold");
  const { columns, folding } = list;
  const { entry, members } = at;
  const isOpen = members.some(({ id }) => folding.open.has(id));
  const isShown = list.pretty.ids.has(entry.id);
  const items: ActionItem[] = [
    {
      id: "pretty",
      icon: <Braces {...ICON} />,
      text: pretty(isShown ? "hide" : "show"),
      act: () => list.pretty.toggle(entry.id),
    },
  ];
  if (members.length > 1) {
    items.push({
      id: "unfold",
      icon: <FoldVertical {...ICON} />,
      text: fold(isOpen ? "close" : "open", { count: members.length }),
      act: () => folding.turn(members.map(({ id }) => id)),
    });
  }
  const place = columns.shown.indexOf(at.column);
  const title = columns.all.find(({ id }) => id === at.column)?.title;
  if (place < 0 || title === undefined) return items;
  if (place < MAX_PINNED && columns.pinned !== place + 1) {
    items.push({
      id: "pin",
      icon: <Pin {...ICON} />,
      text: t("pin", { title }),
      act: () => columns.setPinned(place + 1),
    });
  }
  if (columns.pinned > 0) {
    items.push({
      id: "unpin",
      icon: <PinOff {...ICON} />,
      text: t("unpin"),
      act: () => columns.setPinned(0),
    });
  }
  if (columns.shown.length > 1) {
    items.push({
      id: "hide",
      icon: <EyeOff {...ICON} />,
      text: t("hide", { title }),
      act: () => columns.setShown(withColumn(columns.shown, at.column, false)),
    });
  }
  return items;
}
