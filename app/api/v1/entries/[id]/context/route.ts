import { readEntryContext } from "../../../../../../lib/archive/index.ts";
import type { EntryContext } from "../../../../../../lib/archive/shared.ts";
import { logRoute } from "../../../../../../lib/http/index.ts";

const door = {
  method: "entries.context",
  rows: ({ older, newer }: EntryContext) => older.items.length + newer.items.length + 1,
};

export const GET = logRoute<{ id: string }, EntryContext>(door, async (ctx, call) => {
  const query = { ...Object.fromEntries(call.url.searchParams), id: call.params.id };
  call.asked(query);
  return readEntryContext(ctx, query);
});
