import type { Db } from "./client.ts";

/** Until the transaction ends no other one has the portal's turn; the portal's row stays free for everybody else. */
export async function takeTurn(
  tx: Db,
  {
    purpose,
    portalId,
  }: {
    purpose: "exports" | "views" | "links" | "tokens" | "readers" | "connections";
    portalId: bigint;
  },
): Promise<void> {
  const key = `${purpose} ${portalId}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}
