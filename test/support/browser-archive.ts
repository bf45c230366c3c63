import type { RootDb } from "../../lib/db/index.ts";
import type { Portal } from "../portal/index.ts";
import { until } from "./until.ts";

type LogRow = Portal["eventLog"]["rows"][number];

export interface StoredLog {
  /** Numbers in the archive of the portal's rows, newest first as the list shows them, once all of them are there. */
  idsOf(isWanted?: (row: LogRow) => boolean): Promise<string[]>;
  idOf(row: { id: number } | undefined): Promise<string>;
}

/** The archive of a portal as a judge sees it: the app's worker copies, tests wait until it has. */
export function storedLog(db: RootDb, portal: Portal): StoredLog {
  const read = async (): Promise<Map<string, string>> => {
    const rows = await db.$queryRaw<{ seq: bigint; native: bigint }[]>`
      SELECT e.seq, e.portal_entry_id AS native FROM entry e JOIN portal p ON p.id = e.portal_id
      WHERE p.member_id = ${portal.memberId} AND e.portal_entry_id IS NOT NULL`;
    return new Map(rows.map(({ seq, native }) => [String(native), String(seq)]));
  };
  const find = async (ids: number[]): Promise<string[]> =>
    until(
      async () => {
        const stored = await read();
        const found = ids.flatMap((id) => stored.get(String(id)) ?? []);
        return found.length === ids.length && found;
      },
      { timeoutMs: 30_000, what: "the archive to have these entries" },
    );
  return {
    idsOf: async (isWanted = () => true) => {
      const rows = portal.eventLog.rows.filter(isWanted);
      const ids = await find(rows.map(({ id }) => id));
      const pairs = rows.map(({ at }, place) => ({ at, id: ids[place] ?? "" }));
      return pairs
        .sort((left, right) => right.at - left.at || Number(right.id) - Number(left.id))
        .map(({ id }) => id);
    },
    idOf: async (row) => (await find([row?.id ?? 0]))[0] ?? "",
  };
}
