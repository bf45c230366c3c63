import { useState } from "react";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";

export interface DownloadState {
  isPending: boolean;
  error: unknown;
  /** Another address of the same file, for a window of its own where the frame may not download. */
  again: string | null;
  start(path: string): void;
}

/** Downloads by an address that carries a ticket: a frame without cookies has no other way. */
export function useDownload(): DownloadState {
  const api = useApi();
  const [state, setState] = useState<Omit<DownloadState, "start">>({
    isPending: false,
    error: null,
    again: null,
  });
  const ticket = async (path: string) =>
    (
      await api.request<{ url: string }>("/api/v1/exports/tickets", {
        method: "POST",
        body: { path },
      })
    ).url;
  const start = (path: string) => {
    setState({ isPending: true, error: null, again: null });
    Promise.all([ticket(path), ticket(path)]).then(
      ([url, again]) => {
        save(url);
        setState({ isPending: false, error: null, again });
      },
      (error: unknown) => setState({ isPending: false, error, again: null }),
    );
  };
  return { ...state, start };
}

function save(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
