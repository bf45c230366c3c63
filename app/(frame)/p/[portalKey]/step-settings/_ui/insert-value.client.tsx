"use client";

import { Braces } from "lucide-react";
import { useTranslations } from "use-intl";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import type { ValueGroup } from "./dialog-options.ts";

const loadPopover = async () => {
  const { PickerPopover } = await import("../../../../../_ui/controls/picker-popover.client.tsx");
  return { default: PickerPopover };
};
const PickerPopover = lazy(loadPopover);

interface Props {
  /** Of the property that it is for. */
  name: string;
  groups: ValueGroup[];
  onInsert(expression: string): void;
}

/** A menu of what the process itself can put in: fields of its document, parameters, variables, results of steps. */
export function InsertValue({ name, groups, onInsert }: Props) {
  const t = useTranslations("stepSettings.insert");
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const items = useMemo(
    () =>
      groups.flatMap(({ kind, title: step, values }) =>
        values.map(({ expression, title }) => ({
          id: expression,
          title,
          note: `${step ?? t(kind)} · ${expression}`,
        })),
      ),
    [groups, t],
  );
  if (items.length === 0) return null;
  return (
    <>
      <IconButton
        ref={trigger}
        look="outline"
        label={t("label", { name })}
        isExpanded={isOpen}
        onPress={() => setOpen(true)}
      >
        <Braces size={16} />
      </IconButton>
      {isOpen && (
        <Suspense>
          <PickerPopover
            label={t("label", { name })}
            searchLabel={t("search")}
            value={null}
            items={items}
            selected={[]}
            trigger={trigger}
            onOpenChange={setOpen}
            onChange={([expression]) => {
              setOpen(false);
              if (expression !== undefined) onInsert(expression);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
