import type { Db } from "../db/index.ts";

/** So long after a lifecycle event was acted on, another one of its kind waits. */
const WINDOW_SECONDS = 300;
const CLAIM = "ONAPPUNINSTALL.waiting";

export type EventTurn = "now" | "none" | { afterSeconds: number };

/**
 * When an event may be acted on that the application token alone vouches for: the first of its kind now, the second
 * one when the window is over, and all others not at all, as the second acts for them too. So whoever knows the token
 * causes at most one question to the auth server in a window, and a true event among forged ones is never lost.
 */
export async function takeTurn(
  tx: Db,
  input: { portalId: bigint; kind: "ONAPPUNINSTALL" | "ONAPPUPDATE" },
): Promise<EventTurn> {
  const { portalId, kind } = input;
  await tx.$executeRaw`
    INSERT INTO portal_method (portal_id, method) VALUES (${portalId}, ${kind})
    ON CONFLICT DO NOTHING`;
  // A turn that is taken ahead stands more than one window away.
  const [turn] = await tx.$queryRaw<{ afterSeconds: number }[]>`
    UPDATE portal_method m SET updated_at = now(),
      blocked_until = turn.at + make_interval(secs => ${WINDOW_SECONDS})
    FROM (SELECT greatest(blocked_until, now()) AS at FROM portal_method
      WHERE portal_id = ${portalId} AND method = ${kind} FOR UPDATE) turn
    WHERE m.portal_id = ${portalId} AND m.method = ${kind}
      AND turn.at <= now() + make_interval(secs => ${WINDOW_SECONDS})
    RETURNING ceil(extract(epoch FROM turn.at - now()))::int AS "afterSeconds"`;
  if (turn === undefined) return "none";
  return turn.afterSeconds > 0 ? { afterSeconds: turn.afterSeconds } : "now";
}

/** Remembers that an uninstall was claimed whose turn is later. */
export async function keepClaim(tx: Db, portalId: bigint): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO portal_method (portal_id, method) VALUES (${portalId}, ${CLAIM})
    ON CONFLICT DO NOTHING`;
}

/** True once for a claim that was kept. */
export async function takeClaim(tx: Db, portalId: bigint): Promise<boolean> {
  const taken = await tx.$executeRaw`
    DELETE FROM portal_method WHERE portal_id = ${portalId} AND method = ${CLAIM}`;
  return taken > 0;
}

/** After a proven removal nothing is owed any more: the next installation's first events act at once. */
export async function forgetTurns(tx: Db, portalId: bigint): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM portal_method WHERE portal_id = ${portalId} AND method LIKE 'ONAPP%'`;
}
