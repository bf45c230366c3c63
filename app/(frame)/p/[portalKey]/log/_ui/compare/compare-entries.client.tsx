"use client";

import { useQueries } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useMemo, useState } from "react";
import type { EntryDetail, EntryView } from "../../../../../../../lib/archive/shared.ts";
import { Choice } from "../../../../../../_ui/controls/choice.client.tsx";
import { WideDialog } from "../../../../../../_ui/controls/wide-dialog.client.tsx";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";
import { ErrorState } from "../../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../../_ui/states/skeleton.client.tsx";
import { compareRows } from "./compare-rows.ts";
import { CompareTable } from "./compare-table.client.tsx";
import styles from "./compare.module.css";

interface Props {
  /** Two to four entries. */
  ids: string[];
  onClose(): void;
}

const SHOWN = ["differences", "all"] as const;

/** Entries side by side. */
export function CompareEntries({ ids, onClose }: Props) {
  const t = useTranslations("entryCompare");
  const [shown, setShown] = useState<(typeof SHOWN)[number]>("differences");
  const { entries, users, error, retry } = useCompared(ids);
  return (
    <WideDialog
      title={t("title", { count: ids.length })}
      onClose={onClose}
      tools={
        <Choice
          label={t("shown")}
          look="segments"
          options={SHOWN.map((id) => ({ id, title: t(id) }))}
          value={shown}
          onChange={(choice) => setShown(choice)}
        />
      }
    >
      <div className={styles.content} role="region" aria-label={t("table")} tabIndex={0}>
        {error !== null && <ErrorState error={error} onRetry={retry} />}
        {error === null && entries === null && <SkeletonRows rows={10} rowHeight={34} />}
        {entries !== null && <Compared entries={entries} users={users} isAll={shown === "all"} />}
      </div>
    </WideDialog>
  );
}

interface ComparedProps {
  entries: EntryView[];
  users: EntryDetail["users"];
  isAll: boolean;
}

function Compared({ entries, users, isAll }: ComparedProps) {
  const rows = useMemo(() => compareRows(entries), [entries]);
  const shown = isAll ? rows : rows.filter(({ isSame }) => !isSame);
  return <CompareTable entries={entries} users={users} rows={shown} />;
}

function useCompared(ids: string[]) {
  const api = useApi();
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ["entry", id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.request<EntryDetail>(`/api/v1/entries/${encodeURIComponent(id)}`, { signal }),
      staleTime: 60_000,
    })),
    combine: (queries) => {
      const found = queries.flatMap(({ data }) => (data === undefined ? [] : [data]));
      return {
        entries: found.length === ids.length ? found.map(({ entry }) => entry) : null,
        users: Object.assign({}, ...found.map(({ users }) => users)) as EntryDetail["users"],
        error: queries.find((query) => query.error !== null)?.error ?? null,
        retry: () => {
          for (const query of queries) if (query.error !== null) void query.refetch();
        },
      };
    },
  });
}
