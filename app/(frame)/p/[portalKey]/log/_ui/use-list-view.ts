import { useMemo, useRef, useState, type RefObject } from "react";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { useLook } from "./density.ts";
import { entryText } from "./entry-text.ts";
import { entryIdAt, prettyKey } from "./list-rows.ts";
import type { LogAddress } from "./log-address.ts";
import { ofQuery } from "./query-language.ts";
import { useCopying } from "./use-copying.ts";
import type { Entries } from "./use-entries.ts";
import { useFind } from "./use-find.ts";
import { useFolding } from "./use-folding.ts";
import type { LogAddressState } from "./use-log-address.ts";
import { useLogColumns } from "./use-log-columns.client.tsx";
import { usePicks } from "./use-picks.ts";

interface Input {
  address: LogAddress;
  change: LogAddressState["change"];
  entries: Entries;
  grid: RefObject<GridHandle | null>;
  /** Another one is another list: it begins at its top, with nothing picked. */
  listKey: string;
}

export type ListView = ReturnType<typeof useListView>;

/** How the rows are shown and what is done with several of them; nothing of it is asked of the archive. */
export function useListView({ address, change, entries, grid, listKey }: Input) {
  const { rows, users } = entries;
  const { q } = address;
  const look = useLook();
  const folding = useFolding();
  const pretty = usePretty(grid);
  const columns = useLogColumns({ users, density: look.density, address, onChange: change });
  const picks = usePicks(rows, listKey);
  const zone = useZone();
  const words = useEventWords();
  const find = useFind({
    rows,
    textOf: (entry) => entryText(entry, { users, words, time: zone.format }),
    reveal: (id) => grid.current?.reveal(id),
  });
  const findButton = useRef<HTMLButtonElement>(null);
  const closeFind = () => {
    find.close();
    const isAtRow = find.current !== null && grid.current?.focusRow(find.current) === true;
    if (!isAtRow) findButton.current?.focus({ preventScroll: true });
  };
  const wanted = find.isOpen ? find.text.trim() : "";
  const needles = useMemo(() => {
    const asked = ofQuery(q, [], ({ needlesOf }) => needlesOf(q));
    return [...asked, ...(wanted === "" ? [] : [wanted])];
  }, [q, wanted]);
  /** What keys act on: the open entry, else the row that has the focus. */
  const focusedId = () => {
    const key = address.entry ?? grid.current?.focusedKey() ?? null;
    return key === address.entry || key === null ? key : entryIdAt(key, rows);
  };
  const copying = useCopying({
    entriesNow: () => {
      const id = focusedId();
      return picks.entries.length > 0 ? picks.entries : rows.filter((row) => row.id === id);
    },
    columns: columns.texts,
  });
  return {
    ...{ listKey, look, folding, pretty, columns, picks, needles, copying, focusedId },
    ...{ find, findButton, closeFind },
  };
}

/** Entries whose description is shown formatted below them. */
function usePretty(grid: Input["grid"]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setIds(next);
    // The focus does not go away with the description.
    if (grid.current?.focusedKey() === prettyKey(id)) grid.current.focusRow(id);
  };
  return { ids, toggle };
}
