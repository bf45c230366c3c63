import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { StepView } from "../../../../../../lib/steps/shared.ts";
import { readDialog } from "../../../../../_ui/session/frame-calls.ts";
import { useApi, useSession } from "../../../../../_ui/session/session.client.tsx";
import { readDialogOptions } from "./dialog-options.ts";

/** The step, and what the designer handed over for it. */
export function useStep(code: string) {
  const api = useApi();
  const { lang } = useSession();
  const path = `/api/v1/steps/${encodeURIComponent(code)}?lang=${encodeURIComponent(lang)}`;
  const step = useQuery({
    queryKey: ["step", code, lang],
    queryFn: ({ signal }) => api.request<StepView>(path, { signal }),
    staleTime: Infinity,
  });
  const dialog = useQuery({
    queryKey: ["step-dialog"],
    queryFn: async () => ({ given: await readDialog() }),
    staleTime: Infinity,
    retry: false,
  });
  const options = useMemo(
    () =>
      step.data === undefined || dialog.data === undefined
        ? null
        : readDialogOptions(dialog.data.given, step.data),
    [step.data, dialog.data],
  );
  return { step, dialog, options };
}
