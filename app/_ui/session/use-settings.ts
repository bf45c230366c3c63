import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { SettingsView } from "../../../lib/portals/shared.ts";
import { useApi, useSession } from "./session.client.tsx";

/** Settings of the portal in the interface language; the names of the steps are among them. */
export function useSettings() {
  const api = useApi();
  const { lang } = useSession();
  return useQuery({
    queryKey: ["settings", lang],
    queryFn: ({ signal }) =>
      api.request<SettingsView>(`/api/v1/settings?lang=${encodeURIComponent(lang)}`, { signal }),
  });
}

/** Name of a step by its registered code; the code itself while or where there is none. */
export function useStepNames(): (code: string) => string {
  const { data } = useSettings();
  return useCallback(
    (code) => data?.steps.find((step) => step.code === code)?.name ?? code,
    [data],
  );
}
