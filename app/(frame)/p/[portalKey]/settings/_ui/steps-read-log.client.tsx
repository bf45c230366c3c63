"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { SettingsView } from "../../../../../../lib/portals/shared.ts";
import { Toggle } from "../../../../../_ui/controls/toggle.client.tsx";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { ChangeFault } from "./loaded-card.client.tsx";
import { SettingsCard } from "./settings-card.tsx";
import { StepsQueryForm } from "./steps-query.client.tsx";

type Change = Partial<Pick<SettingsView, "stepsReadLog" | "stepsQuery">>;

/** The administrators' consent: without it every step that reads the log ends with an error. */
export function StepsReadLogCard({ isOn, query }: { isOn: boolean; query: string }) {
  const t = useTranslations("settings.stepsReadLog");
  const api = useApi();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (body: Change) => api.request("/api/v1/settings", { method: "PATCH", body }),
    onSettled: () => client.invalidateQueries({ queryKey: ["settings"] }),
  });
  const pending = save.isPending ? save.variables : {};
  const shown = pending.stepsReadLog ?? isOn;
  return (
    <SettingsCard title={t("title")} note={t("note")}>
      <Toggle
        isOn={shown}
        onChange={(stepsReadLog) => save.mutate({ stepsReadLog })}
        isDisabled={pending.stepsReadLog !== undefined}
      >
        {t(shown ? "on" : "off")}
      </Toggle>
      {shown && (
        <StepsQueryForm
          // What was saved elsewhere replaces the text.
          key={query}
          saved={query}
          isPending={save.isPending}
          isDone={save.isSuccess && save.variables.stepsQuery !== undefined}
          onSave={(stepsQuery) => save.mutate({ stepsQuery })}
        />
      )}
      <ChangeFault text={t("failed")} error={save.error} />
    </SettingsCard>
  );
}
