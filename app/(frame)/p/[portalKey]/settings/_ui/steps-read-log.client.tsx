"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { Toggle } from "../../../../../_ui/controls/toggle.client.tsx";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { SettingsCard } from "./settings-card.tsx";
import styles from "./settings.module.css";

/** The administrators' consent: without it every step that reads the log ends with an error. */
export function StepsReadLogCard({ isOn }: { isOn: boolean }) {
  const t = useTranslations("settings.stepsReadLog");
  const errors = useTranslations("errors");
  const api = useApi();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (stepsReadLog: boolean) =>
      api.request("/api/v1/settings", { method: "PATCH", body: { stepsReadLog } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["settings"] }),
  });
  const shown = save.isPending ? save.variables : isOn;
  return (
    <SettingsCard title={t("title")} note={t("note")}>
      <Toggle isOn={shown} onChange={save.mutate} isDisabled={save.isPending}>
        {t(shown ? "on" : "off")}
      </Toggle>
      {save.error !== null && (
        <p className={styles.fault} role="alert">
          {t("failed")} {errors(`${problemKind(asProblem(save.error))}.title`)}
        </p>
      )}
    </SettingsCard>
  );
}
