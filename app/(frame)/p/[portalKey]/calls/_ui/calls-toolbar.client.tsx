"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo, type ReactNode } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { CALL_OUTCOMES, type CallView } from "../../../../../../lib/portals/shared.ts";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";
import {
  EMPTY_CALL_FILTER,
  hasCallFilter,
  isCallName,
  isRunId,
  type CallFilter,
} from "./calls-address.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

interface Props {
  filter: CallFilter;
  rows: CallView[];
  isRefreshing: boolean;
  onChange(part: Partial<CallFilter>): void;
  onRefresh(): void;
  /** Tools beside those of the filter. */
  children: ReactNode;
}

export function CallsToolbar({ filter, rows, onChange, ...props }: Props) {
  const t = useTranslations("calls");
  const seen = useMemo(() => listSeen(rows), [rows]);
  return (
    <div className={styles.toolbar} role="search" aria-label={t("filters")}>
      <OutcomeFilter outcome={filter.outcome} onChange={(outcome) => onChange({ outcome })} />
      <SeenFilter
        name="method"
        value={filter.method}
        seen={seen.methods}
        isGood={isCallName}
        onChange={(method) => onChange({ method })}
      />
      <SeenFilter
        name="code"
        value={filter.code}
        seen={seen.codes}
        isGood={isCallName}
        onChange={(code) => onChange({ code })}
      />
      <SeenFilter
        name="run"
        value={filter.run}
        seen={seen.runs}
        isGood={isRunId}
        onChange={(run) => onChange({ run })}
      />
      {hasCallFilter(filter) && (
        <Button look="plain" onPress={() => onChange(EMPTY_CALL_FILTER)}>
          {t("clearAll")}
        </Button>
      )}
      <span className={styles.space} />
      {props.children}
      <IconButton label={t("refresh")} isDisabled={props.isRefreshing} onPress={props.onRefresh}>
        <RotateCw size={17} strokeWidth={1.8} />
      </IconButton>
    </div>
  );
}

function OutcomeFilter(props: {
  outcome: CallFilter["outcome"];
  onChange(outcome: CallFilter["outcome"]): void;
}) {
  const t = useTranslations("calls");
  return (
    <ToggleButtonGroup
      className={styles.chips ?? ""}
      aria-label={t("columns.outcome")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.outcome ?? "all"]}
      onSelectionChange={([key]) =>
        props.onChange(CALL_OUTCOMES.find((name) => name === key) ?? null)
      }
    >
      {(["all", ...CALL_OUTCOMES] as const).map((name) => (
        <ToggleButton key={name} id={name} className={styles.chip ?? ""}>
          {t(`show.${name}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

interface SeenProps {
  name: "method" | "code" | "run";
  value: string | null;
  seen: string[];
  isGood(text: string): boolean;
  onChange(value: string | null): void;
}

/** Values seen in the rows, or any other that is typed. */
function SeenFilter({ name, value, seen, isGood, onChange }: SeenProps) {
  const t = useTranslations(`calls.filter.${name}`);
  const items = useMemo(
    () => [...new Set(value === null ? seen : [value, ...seen])].map(toItem),
    [seen, value],
  );
  return (
    <Picker
      label={t("label")}
      value={value}
      items={items}
      selected={value === null ? [] : [value]}
      searchLabel={t("search")}
      onChange={([id]) => onChange(id ?? null)}
      itemFor={(text) => (isGood(text) ? toItem(text) : null)}
    />
  );
}

function toItem(id: string): PickerItem {
  return { id, title: id };
}

function listSeen(rows: CallView[]) {
  const list = (of: (call: CallView) => (string | null)[]) =>
    [...new Set(rows.flatMap(of))]
      .filter((text) => text !== null && text !== "")
      .sort() as string[];
  return {
    methods: list((call) => [call.method, ...(call.batch?.methods ?? [])]),
    codes: list((call) => [call.code, call.platformCode]),
    runs: list((call) => call.runIds),
  };
}
