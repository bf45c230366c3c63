import { randomBytes } from "node:crypto";
import { hashSecret, seal } from "../../lib/db/index.ts";
import type { Db } from "../../lib/db/index.ts";
import type { Portal, PortalAdmin, Prisma } from "../../prisma/generated/client.ts";

interface MakePortalInput {
  portal?: Partial<Prisma.PortalUncheckedCreateInput>;
  admin?: Partial<Prisma.PortalAdminUncheckedCreateInput>;
  accessToken?: string;
  refreshToken?: string;
  applicationToken?: string;
}

export interface MadePortal {
  portal: Portal;
  admin: PortalAdmin;
  accessToken: string;
  refreshToken: string;
  applicationToken: string;
}

/** An installed portal with one proven administrator; names, ids and tokens are new with every call. */
export async function makePortal(db: Db, overrides: MakePortalInput = {}): Promise<MadePortal> {
  const mark = randomBytes(5).toString("hex");
  const secret = () => randomBytes(35).toString("hex");
  const applicationToken = overrides.applicationToken ?? randomBytes(16).toString("hex");
  const accessToken = overrides.accessToken ?? secret();
  const refreshToken = overrides.refreshToken ?? secret();
  const origin = `https://p${mark}.example.bitrix24.com`;
  const portal = await db.portal.create({
    data: {
      key: `k${mark}`,
      memberId: randomBytes(16).toString("hex"),
      origin,
      clientEndpoint: `${origin}/rest/`,
      serverEndpoint: "https://oauth.bitrix.info/rest/",
      scope: ["user_brief", "bizproc", "placement"],
      applicationTokenSealed: seal(applicationToken, PURPOSE.applicationToken),
      applicationTokenHash: hashSecret(applicationToken),
      authUserId: 1,
      installedAt: new Date(),
      ...overrides.portal,
    },
  });
  const now = new Date();
  const admin = await db.portalAdmin.create({
    data: {
      portalId: portal.id,
      userId: portal.authUserId ?? 1,
      accessSealed: seal(accessToken, PURPOSE.access),
      refreshSealed: seal(refreshToken, PURPOSE.refresh),
      expiresAt: new Date(now.getTime() + 3_600_000),
      provenAt: now,
      refreshedAt: now,
      ...overrides.admin,
    },
  });
  return { portal, admin, accessToken, refreshToken, applicationToken };
}

const PURPOSE = {
  applicationToken: "application-token",
  access: "access-token",
  refresh: "refresh-token",
};
