export { getEntry } from "./get-entry.ts";
export { listEntries } from "./list-entries.ts";
export { maskEntry } from "../b24/index.ts";
export { parseEntry } from "./parse-entry.ts";
export { scanEntries } from "./scan-entries.ts";
export type { Scan, ScanPage } from "./scan-entries.ts";
export type { GetEntryInput, ListEntriesInput, ScanEntriesInput } from "./schemas.ts";
export * from "./shared.ts";
export { resolveUsers, userNames } from "./users.ts";
