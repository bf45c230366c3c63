import { withTx, type Db, type RootDb } from "../../lib/db/index.ts";
import { drawStaff } from "./people.ts";
import type { PortalPlan } from "./plan.ts";

const NEVER = new Date("2100-01-01T00:00:00Z");

/** The portal, its rules and its users as an installation would have left them; its log is never asked for. */
export async function seedPortal(db: RootDb, plan: PortalPlan): Promise<bigint> {
  const known = await db.portal.findUnique({ where: { key: plan.key } });
  if (known !== null) return known.id;
  return withTx(db, async (tx) => {
    const origin = `https://${plan.host}`;
    const portal = await tx.portal.create({
      data: {
        key: plan.key,
        memberId: plan.memberId,
        origin,
        clientEndpoint: `${origin}/rest/`,
        serverEndpoint: "https://oauth.bitrix.info/rest/",
        scope: ["user_brief", "main", "bizproc", "placement"],
        timeZone: plan.zone,
        authUserId: 1,
        installedAt: plan.until,
      },
    });
    await tx.$executeRaw`INSERT INTO archive_setting (portal_id, retention)
      VALUES (${portal.id}, ${JSON.stringify(plan.retention)}::jsonb)`;
    await tx.$executeRaw`INSERT INTO archive_copy (portal_id, state, due_at)
      VALUES (${portal.id}, 'following', ${NEVER})`;
    await seedNames(tx, { portalId: portal.id, plan });
    return portal.id;
  });
}

// Every tenth user had another name at first.
async function seedNames(tx: Db, input: { portalId: bigint; plan: PortalPlan }): Promise<void> {
  const { portalId, plan } = input;
  const middle = new Date((plan.from.getTime() + plan.until.getTime()) / 2);
  const names = drawStaff(plan).people.flatMap(({ id, name }) => {
    const before = { userId: id, at: plan.from, name: `${name}-Vale` };
    const now = { userId: id, at: id % 10 === 0 ? middle : plan.from, name };
    return id % 10 === 0 ? [before, now] : [now];
  });
  await tx.$executeRaw`INSERT INTO user_name (portal_id, user_id, from_at, name)
    SELECT ${portalId}, * FROM unnest(
      ${names.map(({ userId }) => userId)}::integer[],
      ${names.map(({ at }) => at.toISOString())}::text[]::timestamptz[],
      ${names.map(({ name }) => name)}::text[])`;
  await tx.portalUser.createMany({
    data: drawStaff(plan).people.map(({ id, name }) => ({
      ...{ portalId, userId: id, name, photoUrl: null },
      ...{ isActive: id % 13 !== 0, isKnown: true, fetchedAt: NEVER },
    })),
  });
}

/** Notes that the portal's log was copied up to its end. */
export async function noteCopied(
  db: Db,
  { portalId, readAt }: { portalId: bigint; readAt: Date },
): Promise<void> {
  await db.$executeRaw`UPDATE archive_copy c
    SET newest_id = e.portal_entry_id, newest_at = e.at, read_at = ${readAt}
    FROM archive_head h JOIN entry e ON e.portal_id = h.portal_id AND e.seq = h.last_seq
    WHERE c.portal_id = ${portalId} AND h.portal_id = ${portalId}`;
  await db.$executeRaw`INSERT INTO archive_span
      (portal_id, epoch, low_id, high_id, state, low_at, high_at)
    SELECT c.portal_id, 0, e.portal_entry_id, c.newest_id, 'loaded', e.at, c.newest_at
    FROM archive_copy c JOIN entry e ON e.portal_id = c.portal_id AND e.seq = 1
    WHERE c.portal_id = ${portalId}
    ON CONFLICT DO NOTHING`;
}
