import pg from "pg";

// Of every pool of the process: where one connection gets no answer, those of the others are likely as dead.
const idleOfPools = new Set<Set<pg.PoolClient>>();

/**
 * Ends the connections at rest of all pools of the process after one got no answer: tried one after the other, each
 * would cost the whole limit anew.
 */
export function dropIdle(error: Error): void {
  for (const idle of idleOfPools) {
    // The pool takes out a connection that tells of an error while nobody has it.
    for (const client of idle) client.emit("error", error);
    idle.clear();
  }
}

/** Lets the connections of a pool that are at rest be dropped with those that got no answer. */
export function dropIdleWithDead(pool: pg.Pool): void {
  const idle = new Set<pg.PoolClient>();
  idleOfPools.add(idle);
  // Single statements tell their error here, those of transactions where they are sent.
  pool.on("release", (error: unknown, client) => {
    if (!(error instanceof Error)) idle.add(client);
    else if (!(error instanceof pg.DatabaseError)) dropIdle(error);
  });
  pool.on("acquire", (client) => idle.delete(client));
  pool.on("remove", (client) => idle.delete(client));
}
