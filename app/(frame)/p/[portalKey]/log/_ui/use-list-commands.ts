import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import { useCommands, type Command } from "../../../../../_ui/keys/commands.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import type { ListView } from "./use-list-view.ts";

interface Input {
  list: ListView;
  grid: RefObject<GridHandle | null>;
  /** Where the menu of formats opens; at the row in focus while nothing is picked. */
  copyButton: RefObject<HTMLElement | null>;
  /** Null while what is picked cannot be compared. */
  compare: (() => void) | null;
  /** The card of the focused row's time. */
  openTime(): void;
  /** The panel of the open entry has its own commands to copy, unless others are picked. */
  isEntryOpen: boolean;
}

/** Every action on the rows, by key and in the list of commands. */
export function useListCommands(input: Input): void {
  const { list, grid, copyButton, compare, isEntryOpen, openTime } = input;
  const t = useTranslations("commands");
  const { look, folding, pretty, columns, picks, find, copying, focusedId } = list;
  const act = (id: Parameters<typeof t>[0], run: () => void, key?: string): Command => ({
    ...{ id, title: t(id), act: run },
    ...(key !== undefined && { key }),
  });
  const onFocused = (run: (id: string) => void) => () => {
    const id = focusedId();
    if (id !== null) run(id);
  };
  const copy = () => {
    const focused = document.activeElement;
    const isPlace = focused instanceof HTMLElement && focused !== document.body;
    copying.openMenu(copyButton.current ?? (isPlace ? focused : null));
  };
  useCommands([
    act("density", look.next, "d"),
    act("wrap", look.toggleWrap, "w"),
    act("pretty", onFocused(pretty.toggle), "p"),
    act("fold", folding.toggle),
    act("find", find.open, "i"),
    ...(isEntryOpen && picks.ids.size === 0 ? [] : [act("copy", copy, "c")]),
    ...(isEntryOpen ? [] : [act("link", onFocused(copying.copyLink), "y")]),
    ...(compare === null ? [] : [act("compare", compare, "v")]),
    act("moment", openTime, "u"),
    act("selectAll", picks.toggleAll),
    act("clear", picks.clear),
    act("top", () => grid.current?.scrollToTop()),
    act("bottom", () => grid.current?.scrollToBottom()),
    act("resetColumns", columns.reset),
  ]);
}
