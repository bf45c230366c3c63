import { useSearchParams } from "next/navigation.js";
import { useEffect, useEffectEvent, useState } from "react";
import type { ViewContent } from "../../../../../../../lib/views/shared.ts";
import { Problem } from "../../../../../../_ui/session/problem.ts";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";
import type { LogAddressState } from "../use-log-address.ts";
import { addressOf } from "./view-content.ts";

/** Why a link led nowhere: the number is unknown here, or it could not be asked for. */
export type LinkFault = "missing" | "failed";

/** Opens the state behind a short number once; the number then leaves the address. */
export function useViewLink({ change }: LogAddressState): LinkFault | null {
  const api = useApi();
  const id = useSearchParams().get("s");
  const [fault, setFault] = useState<LinkFault | null>(null);
  const open = useEffectEvent((content: ViewContent) => change(addressOf(content), true));
  const leave = useEffectEvent((problem: unknown) => {
    const isMissing = problem instanceof Problem && problem.status === 404;
    setFault(isMissing ? "missing" : "failed");
    change({}, true);
  });
  useEffect(() => {
    if (id === null || id === "") return;
    const gone = new AbortController();
    const isHere = () => !gone.signal.aborted;
    const path = `/api/v1/links/${encodeURIComponent(id.slice(0, 100))}`;
    api.request<{ content: ViewContent }>(path, { signal: gone.signal }).then(
      ({ content }) => {
        if (isHere()) open(content);
      },
      (problem: unknown) => {
        if (isHere()) leave(problem);
      },
    );
    return () => gone.abort();
  }, [api, id]);
  return fault;
}
