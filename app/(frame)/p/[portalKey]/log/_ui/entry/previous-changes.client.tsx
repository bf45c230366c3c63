"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { EntryContext, EntryView } from "../../../../../../../lib/archive/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { PanelSection } from "../../../../../../_ui/panel/panel-section.tsx";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";
import { ErrorState } from "../../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../../_ui/states/skeleton.client.tsx";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { ChangesTable } from "./changes-table.client.tsx";
import { entryChanges } from "./entry-differences.ts";
import styles from "./entry-parts.module.css";

interface Props {
  entry: EntryView;
  onCompare(ids: string[]): void;
}

/** What differs from the event of the same object before this one. */
export function PreviousChanges({ entry, onCompare }: Props) {
  const t = useTranslations("entryChanges");
  const fields = useTranslations("entry.field");
  const zone = useZone();
  const api = useApi();
  const path = `/api/v1/entries/${entry.id}/context?scope=object&limit=1`;
  const query = useQuery({
    queryKey: ["entry-previous", entry.id],
    queryFn: ({ signal }) => api.request<EntryContext>(path, { signal }),
    staleTime: 60_000,
  });
  if (query.isPending) return <SkeletonRows rows={3} rowHeight={28} />;
  if (query.error !== null) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const previous = query.data.older.items[0];
  if (previous === undefined) {
    return (
      <PanelSection title={t("title")}>
        <p className={styles.quiet}>{t("noPrevious")}</p>
      </PanelSection>
    );
  }
  const named = { description: t("description"), field: (name: FieldName) => fields(name) };
  return (
    <PanelSection
      title={t("title")}
      note={t("since", { time: zone.format(previous.at) })}
      tools={
        <Button size="sm" onPress={() => onCompare([previous.id, entry.id])}>
          {t("compare")}
        </Button>
      }
    >
      <ChangesTable changes={entryChanges({ previous, entry, named })} />
    </PanelSection>
  );
}

type FieldName = Parameters<Parameters<typeof entryChanges>[0]["named"]["field"]>[0];
