"use client";

import { Archive } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CoverageView } from "../../../../../../lib/archive/shared.ts";
import { asProblem } from "../../../../../_ui/session/problem.ts";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { archiveBegin } from "./bands.ts";

interface Props {
  error: Error;
  coverage: CoverageView | null;
  onRetry(): void;
}

/** Why there is no such entry: removed by retention, never stored, or simply not read just now. */
export function EntryMissing({ error, coverage, onRetry }: Props) {
  const t = useTranslations("entry.missing");
  const zone = useZone();
  const problem = asProblem(error);
  const part = (name: string) => problem.details.find(({ at }) => at === name)?.message ?? null;
  const reason = part("id");
  if (problem.status !== 404 || reason === null)
    return <ErrorState error={error} onRetry={onRetry} />;
  const removedAt = part("removedAt");
  const begin = archiveBegin(coverage);
  return (
    <StateView icon={<Archive size={30} strokeWidth={1.6} />} title={t("title")}>
      {removedAt !== null ? (
        <p>
          {t("removed", { date: zone.day(removedAt), months: Number(part("keptMonths") ?? 0) })}
        </p>
      ) : (
        <p>{t("unknown")}</p>
      )}
      {begin !== null && removedAt === null && <p>{t("since", { date: zone.day(begin) })}</p>}
    </StateView>
  );
}
