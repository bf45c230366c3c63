import { skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { PreferencesView, SavePreferenceInput } from "../../../lib/portals/shared.ts";
import { useApi } from "./session.client.tsx";

const KEY = ["preferences"];
const CHOSEN = ["preferences-chosen"];
const NOTHING: PreferencesView = {};
const PATH = "/api/v1/preferences";

export interface Preferences {
  values: PreferencesView;
  /** False until the server told what was set: a page laid out before that would jump. */
  isReady: boolean;
  /** The last choice holds on this page, but could not be kept. */
  isUnsaved: boolean;
  save(input: SavePreferenceInput): void;
}

/** What the person has set on any machine; a change shows at once and is kept behind it. */
export function usePreferences(): Preferences {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.request<PreferencesView>(PATH, { signal }),
    staleTime: Infinity,
    retry: 1,
  });
  // Kept apart: what the server answers may have been read before the choice reached it.
  const { data: chosen } = useQuery({
    queryKey: CHOSEN,
    queryFn: skipToken,
    initialData: NOTHING,
    staleTime: Infinity,
  });
  const { mutate, isError } = useMutation({
    mutationFn: (input: SavePreferenceInput) =>
      api.request<PreferencesView>(PATH, { method: "PUT", body: input }),
    // One after the other: the last choice is the last one stored.
    scope: { id: "preferences" },
  });
  const save = useCallback(
    (input: SavePreferenceInput) => {
      client.setQueryData<PreferencesView>(CHOSEN, (old) => ({ ...old, [input.key]: input.value }));
      mutate(input);
    },
    [client, mutate],
  );
  const values = useMemo(() => ({ ...query.data, ...chosen }), [query.data, chosen]);
  return { values, isReady: !query.isPending, isUnsaved: isError, save };
}
