import pg from "pg";

/**
 * Where one connection got no answer, those at rest are likely as dead: tried one after the other, each would cost the
 * whole limit anew. Returns what drops them, for whoever notices it first.
 */
export function dropIdleWithDead(pool: pg.Pool): (error: Error) => void {
  const idle = new Set<pg.PoolClient>();
  const drop = (error: Error) => {
    // The pool takes out a connection that tells of an error while nobody has it.
    for (const client of idle) client.emit("error", error);
    idle.clear();
  };
  // Single statements tell their error here, those of transactions where they are sent.
  pool.on("release", (error: unknown, client) => {
    if (!(error instanceof Error)) idle.add(client);
    else if (!(error instanceof pg.DatabaseError)) drop(error);
  });
  pool.on("acquire", (client) => idle.delete(client));
  pool.on("remove", (client) => idle.delete(client));
  return drop;
}
