"use client";

import { FilterX, RotateCw, Rows2, Rows3, Rows4 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Ref } from "react";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { Toggle } from "../../../../../_ui/controls/toggle.client.tsx";
import type { EntryView, UserView } from "../../../../../../lib/archive/shared.ts";
import type { Density } from "./density.ts";
import { EntrySearch } from "./entry-search.client.tsx";
import { EMPTY_FILTER, hasFilter, type LogAddress } from "./log-address.ts";
import { ReadAge } from "./read-age.client.tsx";
import { TimeFilter } from "./time-filter.client.tsx";
import { TypeFilter } from "./type-filter.client.tsx";
import { UserFilter } from "./user-filter.client.tsx";
import styles from "./log-toolbar.module.css";

const DENSITY_ICONS = { normal: Rows3, relaxed: Rows2, compact: Rows4 };

interface Props {
  address: LogAddress;
  rows: EntryView[];
  users: Record<string, UserView>;
  readAt: string | null;
  isRefreshing: boolean;
  density: Density;
  searchRef: Ref<HTMLInputElement>;
  isTimeOpen: boolean;
  onTimeOpen(isOpen: boolean): void;
  onChange(part: Partial<LogAddress>): void;
  onLive(isLive: boolean): void;
  onDensity(): void;
  onRefresh(): void;
}

export function LogToolbar({ address, onChange, density, searchRef, ...props }: Props) {
  const t = useTranslations("log");
  const DensityIcon = DENSITY_ICONS[density];
  return (
    <div className={styles.toolbar} role="search" aria-label={t("filters")}>
      <div className={styles.filters}>
        <EntrySearch ref={searchRef} id={address.id} onSearch={(id) => onChange({ id })} />
        <TimeFilter
          range={address}
          isOpen={props.isTimeOpen}
          onOpenChange={props.onTimeOpen}
          onChange={onChange}
        />
        <TypeFilter
          types={address.types}
          rows={props.rows}
          onChange={(types) => onChange({ types })}
        />
        <UserFilter
          user={address.user}
          users={props.users}
          onChange={(user) => onChange({ user })}
        />
        {hasFilter(address) && (
          <IconButton label={t("clearAll")} onPress={() => onChange(EMPTY_FILTER)}>
            <FilterX size={18} strokeWidth={1.8} />
          </IconButton>
        )}
      </div>
      <div className={styles.tools}>
        <ReadAge readAt={props.readAt} isLive={address.isLive} />
        <Toggle isOn={address.isLive} onChange={props.onLive} isDisabled={address.id !== null}>
          {t("live")}
        </Toggle>
        <IconButton label={t(`density.${density}`)} shortcut="d" onPress={props.onDensity}>
          <DensityIcon size={18} strokeWidth={1.8} />
        </IconButton>
        <IconButton label={t("refresh")} isDisabled={props.isRefreshing} onPress={props.onRefresh}>
          <RotateCw size={17} strokeWidth={1.8} />
        </IconButton>
      </div>
    </div>
  );
}
