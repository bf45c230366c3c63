import type { JobConnection } from "../../../../prisma/generated/client.ts";
import type { PortalCtx } from "../../../ctx.ts";

/** By its name, whatever its letter case, or by its id; with how many the portal has. */
export async function findConnection(
  { db, portalId }: PortalCtx,
  nameOrId: string,
): Promise<{ connection: JobConnection | null; known: number }> {
  const [found] = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM job_connection
    WHERE portal_id = ${portalId}
      AND (lower(name) = lower(${nameOrId}) OR id::text = lower(${nameOrId}))
    ORDER BY lower(name) = lower(${nameOrId}) DESC LIMIT 1`;
  const connection =
    found === undefined
      ? null
      : await db.jobConnection.findFirst({ where: { id: found.id, portalId } });
  return { connection, known: await db.jobConnection.count({ where: { portalId } }) };
}
