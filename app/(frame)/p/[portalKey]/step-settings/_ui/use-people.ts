import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ChosenPerson } from "../../../../../_ui/session/frame-calls.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";

const USER = /^user_(\d{1,10})$/i;
const MOST = 50;

/** Names of the people among the values, as this person may see them; of others the number. */
export function usePeople(values: string[]) {
  const api = useApi();
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const ids = values.flatMap((value) => USER.exec(value)?.[1] ?? []);
  const unnamed = ids.filter((id) => !chosen.has(id)).slice(0, MOST);
  const { data } = useQuery({
    queryKey: ["people", unnamed],
    queryFn: ({ signal }) =>
      api.request<Record<string, string>>(`/api/v1/people?ids=${unnamed.join(",")}`, { signal }),
    enabled: unnamed.length > 0,
    retry: false,
    staleTime: Infinity,
  });
  const nameOf = (value: string): string | null => {
    const id = USER.exec(value)?.[1];
    return id === undefined ? null : (chosen.get(id) ?? data?.[id] ?? `#${id}`);
  };
  const learn = (people: ChosenPerson[]): void =>
    setChosen((known) => new Map([...known, ...people.map(({ id, name }) => [id, name] as const)]));
  return { nameOf, learn };
}
