"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { EntryCount, EntryView } from "../../../../../../../lib/archive/shared.ts";
import { addTerm, printQuery } from "../../../../../../../lib/filter/shared.ts";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";
import { addressClass } from "./address-class.ts";

/** What kind of address it is, and whether the archive had it from this user before. */
export function AddressNote({ entry }: { entry: EntryView }) {
  const t = useTranslations("entryPanel");
  const network = addressClass(entry.remoteAddr);
  const isFirst = useFirstFrom(network === null ? null : entry);
  if (network === null) return null;
  const name = t(`network.${network}`);
  return isFirst ? t("firstFrom", { network: name }) : name;
}

/** Whether nothing earlier in the archive is of the same user from the same address. */
function useFirstFrom(entry: EntryView | null): boolean {
  const api = useApi();
  const userId = entry?.userId ?? 0;
  const query = useQuery({
    queryKey: ["entry-first-from", userId, entry?.remoteAddr, entry?.at],
    queryFn: ({ signal }) => {
      const byUser = addTerm(null, { field: "user", value: userId });
      const both = addTerm(byUser, { field: "ip", value: entry?.remoteAddr ?? "" });
      const params = new URLSearchParams({ q: printQuery(both), to: entry?.at ?? "" });
      return api.request<EntryCount>(`/api/v1/entries/count?${params}`, { signal });
    },
    enabled: entry !== null && userId > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return query.data?.isExact === true && query.data.total === 0;
}
