"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SetupView } from "../../../../../../lib/portals/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { CheckList } from "../../../../../_ui/setup/check-list.client.tsx";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { SettingsCard } from "./settings-card.tsx";
import styles from "./settings.module.css";

/** The installation's checks with a button that registers and checks everything anew. */
export function ChecksCard({ setup }: { setup: SetupView }) {
  const t = useTranslations("settings.checks");
  const errors = useTranslations("errors");
  const zone = useZone();
  const api = useApi();
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: () => api.request<SetupView>("/api/v1/setup", { method: "POST" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["settings"] }),
  });
  return (
    <SettingsCard
      title={t("title")}
      note={setup.checkedAt === null ? undefined : t("at", { at: zone.format(setup.checkedAt) })}
      action={
        <Button size="sm" isPending={check.isPending} onPress={() => check.mutate()}>
          <RotateCw size={15} />
          {t(check.isPending ? "checking" : "again")}
        </Button>
      }
    >
      <CheckList checks={setup.checks} isRunning={check.isPending} />
      {check.error !== null && (
        <p className={styles.fault} role="alert">
          {errors(`${problemKind(asProblem(check.error))}.title`)} {check.error.message}
        </p>
      )}
    </SettingsCard>
  );
}
