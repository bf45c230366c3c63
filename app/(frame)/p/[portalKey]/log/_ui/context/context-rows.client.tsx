"use client";

import { useTranslations } from "use-intl";
import { useEffect, useRef, type Ref } from "react";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { DataGrid, type GridHandle } from "../../../../../../_ui/table/data-grid.client.tsx";
import type { Surroundings } from "./use-context.ts";
import { useContextColumns } from "./use-context-columns.client.tsx";
import styles from "./context-view.module.css";

interface Props {
  anchorId: string;
  listKey: string;
  around: Surroundings;
  selected: string;
  onOpen(id: string): void;
  ref: Ref<GridHandle>;
}

const nothing = () => undefined;

/** The rows of both sides with the way to more of each. */
export function ContextRows({ anchorId, listKey, around, selected, onOpen, ref }: Props) {
  const t = useTranslations("entryContext");
  const { rows, users, hasNewer, hasOlder, loadingMore } = around;
  const { columns, stacked } = useContextColumns(users, anchorId);
  const own = useRef<GridHandle>(null);
  const shownKey = around.isRefreshing ? null : `${anchorId}\n${listKey}`;
  useEffect(() => {
    if (shownKey !== null) own.current?.reveal(anchorId);
  }, [anchorId, shownKey]);
  const keep = (handle: GridHandle | null) => {
    own.current = handle;
    if (typeof ref === "function") ref(handle);
    else if (ref !== null) ref.current = handle;
  };
  const more = (side: "newer" | "older") => (
    <Button
      size="sm"
      isPending={loadingMore !== null}
      onPress={side === "newer" ? around.loadNewer : around.loadOlder}
    >
      {loadingMore === side ? t("loading") : t(side)}
    </Button>
  );
  return (
    <div className={styles.rows}>
      <div className={styles.more}>{hasNewer ? more("newer") : t("noNewer")}</div>
      <DataGrid
        ref={keep}
        label={t("rows")}
        columns={columns}
        stacked={stacked}
        rows={rows}
        rowKey={(row) => row.id}
        rowHeight={46}
        listKey={listKey}
        selectedKey={selected}
        onOpen={(row) => onOpen(row.id)}
        total={hasNewer || hasOlder ? null : rows.length}
        // Rows that come in above leave the reader where he is, at the very top too.
        onNearStart={nothing}
        isBusy={around.isRefreshing}
        footer={<div className={styles.more}>{hasOlder ? more("older") : t("noOlder")}</div>}
      />
    </div>
  );
}
