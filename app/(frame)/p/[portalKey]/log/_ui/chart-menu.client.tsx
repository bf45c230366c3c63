"use client";

import { CircleMinus, CirclePlus, Filter } from "lucide-react";
import { useTranslations } from "use-intl";
import { useRef } from "react";
import { ActionMenu } from "../../../../../_ui/controls/action-menu.client.tsx";

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
  const items = at.edits.map((edit) => {
    const Icon = ICONS[edit];
    const text = t(edit, { value: at.title });
    return { id: edit, icon: <Icon size={16} />, text, act: () => at.act(edit) };
  });
  return (
    <ActionMenu label={at.title} trigger={trigger} side="start" items={items} onClose={onClose} />
  );
}
