import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { SetupView } from "../../../../../../lib/portals/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";

const WATCH_MS = 700;
const KEY = ["setup"];

/** Starts the registration once when the installer opens and watches its results while it goes on. */
export function useSetup(isAdmin: boolean) {
  const api = useApi();
  const client = useQueryClient();
  const registration = useMutation({
    mutationFn: () => api.request<SetupView>("/api/v1/setup", { method: "POST" }),
    onSuccess: (view) => client.setQueryData(KEY, view),
  });
  const { mutate, isPending } = registration;
  const results = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.request<SetupView>("/api/v1/setup", { signal }),
    enabled: isAdmin && isPending,
    refetchInterval: isPending ? WATCH_MS : false,
  });
  const isStarted = useRef(false);
  useEffect(() => {
    if (!isAdmin || isStarted.current) return;
    isStarted.current = true;
    mutate();
  }, [isAdmin, mutate]);
  // While it runs, the results of an earlier installation are not those of this one.
  const watched = results.data?.checkedAt === null ? results.data : undefined;
  return {
    view: isPending ? watched : registration.data,
    isRunning: isPending || registration.isIdle,
    error: registration.error,
    retry: () => {
      client.removeQueries({ queryKey: KEY });
      mutate();
    },
  };
}
