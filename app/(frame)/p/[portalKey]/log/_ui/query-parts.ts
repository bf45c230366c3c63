/** All of the page that reads or writes the query language, as one part that is loaded later. */
export { parseQuery } from "../../../../../../lib/filter/shared.ts";
export { foldKeys } from "./fold-keys.ts";
export { needlesOf } from "./needles.ts";
export { QueryChips } from "./query-chips.client.tsx";
export { chooseValues, chosenValues, editQuery } from "./query-edits.ts";
export { QueryFaultNote } from "./query-fault.client.tsx";
