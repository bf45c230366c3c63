import { useStoredChoice } from "../../../../../../_ui/stored-choice.ts";
import type { LogAddress } from "../log-address.ts";
import { ENTRY_TABS, type EntryTab } from "./entry-tab.ts";

type Change = (part: Partial<LogAddress>, isTyping?: boolean) => void;

/** The part of an entry that is shown: as the address says, else the one this browser showed last. */
export function useEntryTab(
  inAddress: EntryTab | null,
  change: Change,
): [EntryTab, (tab: EntryTab) => void] {
  const [stored, store] = useStoredChoice("entry-tab", ENTRY_TABS);
  const choose = (tab: EntryTab) => {
    store(tab);
    // No step of the history of its own: Back goes to the entry before, not to its tabs.
    change({ tab }, true);
  };
  return [inAddress ?? stored, choose];
}
