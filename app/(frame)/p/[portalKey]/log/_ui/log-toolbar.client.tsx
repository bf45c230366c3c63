"use client";

import { RotateCw, Rows2, Rows3, Rows4, TextSearch } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Ref, RefObject } from "react";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { Toggle } from "../../../../../_ui/controls/toggle.client.tsx";
import { ExportButton } from "./export/export-button.client.tsx";
import { ColumnsButton } from "../../../../../_ui/table/columns-button.client.tsx";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { later } from "../../../../../_ui/later.ts";
import { LiveTools } from "./live-tools.client.tsx";
import { QueryBox } from "./query-box.client.tsx";
import { TimeFilter } from "./time-filter.client.tsx";
import { TypeFilter } from "./type-filter.client.tsx";
import type { ListView } from "./use-list-view.ts";
import type { LogAddressState } from "./use-log-address.ts";
import type { LogPageState } from "./use-log-page.ts";
import { UserFilter } from "./user-filter.client.tsx";
import { ViewMenu } from "./views/view-menu.client.tsx";
import styles from "./log-toolbar.module.css";

const ListLook = later(async () => (await import("./list-look.client.tsx")).ListLook);

const DENSITY_ICONS = { normal: Rows3, relaxed: Rows2, compact: Rows4 };

interface Props {
  state: LogAddressState;
  page: LogPageState;
  searchRef: Ref<{ focus(): void }>;
  grid: RefObject<GridHandle | null>;
}

export function LogToolbar({ state, page, searchRef, grid }: Props) {
  const { address } = state;
  const t = useTranslations("log");
  const { entries, list, actions, time, filter } = page;
  const { rows, users } = entries;
  const { q } = address;
  const isList = address.view === "list";
  return (
    <div className={styles.toolbar} role="search" aria-label={t("filters")}>
      <div className={styles.filters}>
        <QueryBox
          ref={searchRef}
          q={q}
          sources={{ rows, users, filter }}
          onApply={actions.setQuery}
        />
        <TimeFilter
          range={address}
          tz={address.tz}
          open={time.open}
          onOpenChange={(isOpen) => time.setOpen(isOpen ? "range" : null)}
          onChange={actions.change}
          onGoTo={actions.goTo}
        />
        <TypeFilter q={q} rows={rows} onChange={(types) => actions.choose("type", types)} />
        <UserFilter q={q} users={users} onChange={(ids) => actions.choose("user", ids)} />
      </div>
      <div className={styles.tools}>
        <ViewMenu state={state} columns={list.columns} />
        <Toggle isOn={address.isLive} onChange={actions.setLive}>
          {t("live")}
        </Toggle>
        {address.isLive && <LiveTools live={page.live} />}
        {isList && <RowTools list={list} />}
        <ExportButton filter={filter} shown={list.columns.shown} hasKey={!page.isPicking} />
        {isList && (
          <ColumnsButton columns={list.columns} grid={grid}>
            <ListLook list={list} sort={address.sort} onSort={actions.setSort} />
          </ColumnsButton>
        )}
        <IconButton label={t("refresh")} isDisabled={entries.isRefreshing} onPress={actions.reload}>
          <RotateCw size={17} strokeWidth={1.8} />
        </IconButton>
      </div>
    </div>
  );
}

function RowTools({ list }: { list: ListView }) {
  const t = useTranslations("log.density");
  const finding = useTranslations("listFind");
  const { look, find, findButton } = list;
  const DensityIcon = DENSITY_ICONS[look.density];
  return (
    <>
      <IconButton
        ref={findButton}
        label={finding("open")}
        shortcut="i"
        isExpanded={find.isOpen}
        onPress={find.isOpen ? find.close : find.open}
      >
        <TextSearch size={18} strokeWidth={1.8} />
      </IconButton>
      <IconButton label={t(look.density)} shortcut="d" onPress={look.next}>
        <DensityIcon size={18} strokeWidth={1.8} />
      </IconButton>
    </>
  );
}
