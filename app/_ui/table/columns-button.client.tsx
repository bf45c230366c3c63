"use client";

import { Columns3Cog } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useRef, useState, type ReactNode, type RefObject } from "react";
import { IconButton } from "../controls/button.client.tsx";
import type { GridHandle } from "./grid-handle.ts";
import type { Columns } from "./use-columns.ts";
import { later } from "../later.ts";

const ColumnsPopover = later(
  async () => (await import("./columns-popover.client.tsx")).ColumnsPopover,
);

interface Props<Row> {
  columns: Columns<Row>;
  grid: RefObject<GridHandle | null>;
  /** What else belongs to the look of the rows, above the columns. */
  children?: ReactNode;
}

export function ColumnsButton<Row>({ columns, grid, children }: Props<Row>) {
  const t = useTranslations("gridColumns");
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        ref={trigger}
        label={t("label")}
        isExpanded={isOpen}
        onPress={() => setOpen(!isOpen)}
      >
        <Columns3Cog size={18} strokeWidth={1.8} />
      </IconButton>
      {isOpen && (
        <Suspense>
          <ColumnsPopover columns={columns} grid={grid} trigger={trigger} onOpenChange={setOpen}>
            {children}
          </ColumnsPopover>
        </Suspense>
      )}
    </>
  );
}
