import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import { useCommands } from "../../../../../_ui/keys/commands.ts";
import { useShortcuts } from "../../../../../_ui/keys/use-shortcuts.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import type { LogAddress } from "./log-address.ts";
import { neighbours } from "./neighbours.ts";
import type { Entries } from "./use-entries.ts";
import type { ListView } from "./use-list-view.ts";

interface Input {
  address: LogAddress;
  entries: Entries;
  list: ListView;
  panel: { step(id: string): void; close(): void };
  /** Entries are picked, and the list that shows it is there. */
  isPicking: boolean;
  grid: RefObject<GridHandle | null>;
  search: { focus(): void };
  showNew(): void;
  openContext(id: string): void;
  toggleLive(): void;
  openTime(to: "range" | "moment"): void;
}

/** What can be done on the page wherever one is, by key and in the list of commands. */
export function usePageCommands(input: Input): void {
  const { address, entries, list, panel, isPicking, grid, search } = input;
  const t = useTranslations("commands");
  const own = useTranslations("logCommands");
  const goTo = (side: "newer" | "older") => {
    const { entry, sort } = address;
    const target = entry === null ? null : neighbours(entries.rows, entry, sort)[side];
    if (target !== null) panel.step(target);
  };
  const focusRows = () => {
    grid.current?.focusRow(null);
  };
  const openContext = () => {
    const id = list.focusedId();
    if (id !== null) input.openContext(id);
  };
  const closeInnermost = () => {
    if (address.entry !== null) panel.close();
    else if (isPicking) list.picks.clear();
    else if (address.view === "list" && list.find.isOpen) list.find.close();
  };
  useCommands([
    { id: "focusSearch", title: t("focusSearch"), key: "/", act: search.focus },
    { id: "rows", title: t("rows"), key: "j", act: focusRows },
    { id: "newer", title: t("newer"), key: "[", act: () => goTo("newer") },
    { id: "older", title: t("older"), key: "]", act: () => goTo("older") },
    { id: "context", title: own("context"), key: "x", act: openContext },
    { id: "close", title: t("close"), key: "Escape", act: closeInnermost },
    { id: "live", title: t("live"), key: "l", act: input.toggleLive },
    { id: "showNew", title: t("showNew"), key: "n", act: input.showNew },
    { id: "time", title: t("time"), key: "t", act: () => input.openTime("range") },
    { id: "goTo", title: own("goTo"), act: () => input.openTime("moment") },
  ]);
  useShortcuts({ k: focusRows });
}
