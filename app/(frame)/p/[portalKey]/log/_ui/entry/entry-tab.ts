export const ENTRY_TABS = ["overview", "details", "raw"] as const;
export type EntryTab = (typeof ENTRY_TABS)[number];

export function readTab(text: string | null): EntryTab | null {
  return ENTRY_TABS.find((tab) => tab === text) ?? null;
}
