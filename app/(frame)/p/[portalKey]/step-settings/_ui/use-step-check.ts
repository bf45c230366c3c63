import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { StepCheck } from "../../../../../../lib/steps/shared.ts";
import { useApi, useSession } from "../../../../../_ui/session/session.client.tsx";

const PAUSE_MS = 300;

/** What the step will do with these values, or what is wrong with them. */
export function useStepCheck(code: string, values: Record<string, string[]>) {
  const api = useApi();
  const { lang } = useSession();
  const asked = useSettled(JSON.stringify(values));
  const path = `/api/v1/steps/${encodeURIComponent(code)}/check`;
  return useQuery({
    queryKey: ["step-check", code, lang, asked],
    queryFn: ({ signal }) => {
      const body = { lang, values: JSON.parse(asked) as unknown };
      return api.request<StepCheck>(path, { method: "POST", body, signal });
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

/** A text once nobody has changed it for a moment. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
