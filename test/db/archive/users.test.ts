import { describe, expect, test } from "vitest";
import { resolveUsers, userNames } from "../../../lib/archive/index.ts";
import { portalCtx } from "../../../lib/portals/index.ts";
import type { PortalOptions } from "../../portal/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

async function arrange(options: PortalOptions = {}) {
  const portal = await cloud.addPortal({ entries: 1, ...options });
  let now = new Date();
  const base = testCtx(db, { now: () => now });
  const ctx = portalCtx(base, (await installPortal(testCtx(db), portal)).portalId);
  const asked = () =>
    cloud.journal.calls.filter(
      (call) => call.memberId === portal.memberId && call.method === "user.get",
    );
  const passHours = (hours: number): void => {
    now = new Date(now.getTime() + hours * 3_600_000);
  };
  return { portal, ctx, asked, passHours };
}

describe("names of users", () => {
  test("come from the portal, also of the dismissed, and unknown ones stay numbers", async () => {
    const { ctx } = await arrange();

    const users = await resolveUsers(ctx, { ids: [1, 4, 9_999, 0, -3, 1, 99_999_999_999] });

    expect(users).toMatchObject({
      "1": { name: "Ann Admin", isActive: true, isKnown: true },
      "4": { name: "Dora Dismissed", isActive: false, isKnown: true },
      "9999": { name: "#9999", isKnown: false },
    });
    expect(Object.keys(users)).toHaveLength(3);
    expect(cloud.journal.violations).toEqual([]);
  });

  test("are asked for once in six hours, in groups of fifty", async () => {
    const { ctx, asked, passHours } = await arrange();
    const ids = [...Array(120).keys()].map((index) => index + 1);

    await resolveUsers(ctx, { ids });
    await resolveUsers(ctx, { ids });
    expect(asked()).toHaveLength(3);

    passHours(6.1);
    await resolveUsers(ctx, { ids: [1] });
    expect(asked()).toHaveLength(4);
  });

  test("follow a change on the portal after that time", async () => {
    const { portal, ctx, passHours } = await arrange();
    await userNames(ctx, [2]);
    portal.patchUser(2, { lastName: "Renamed" });

    expect((await userNames(ctx, [2])).get(2)).toBe("Boris Clerk");
    passHours(7);
    expect((await userNames(ctx, [2])).get(2)).toBe("Boris Renamed");
  });

  test("are simply unknown without the right to read them", async () => {
    const { ctx, asked } = await arrange({ scope: ["bizproc", "main", "placement"] });

    const users = await resolveUsers(ctx, { ids: [1] });

    expect(users).toMatchObject({ "1": { name: "#1", isKnown: false } });
    expect(asked()).toEqual([]);
    expect(await db.portalUser.count({ where: { portalId: ctx.portalId } })).toBe(0);
  });

  test("are missing and not remembered when the portal fails", async () => {
    const { portal, ctx } = await arrange();
    const { memberId } = portal;
    const match = { kind: "rest2" as const, method: "user.get", memberId };
    cloud.faults.add([{ match, times: 1, action: { error: "INTERNAL_SERVER_ERROR" } }]);

    expect((await userNames(ctx, [1])).get(1)).toBe("#1");
    expect((await userNames(ctx, [1])).get(1)).toBe("Ann Admin");
  });

  test("of one portal are not another's", async () => {
    const one = await arrange();
    const other = await arrange();
    other.portal.patchUser(1, { name: "Olga" });

    expect((await userNames(one.ctx, [1])).get(1)).toBe("Ann Admin");
    expect((await userNames(other.ctx, [1])).get(1)).toBe("Olga Admin");
  });

  test("can be resolved by several requests at once", async () => {
    const { ctx } = await arrange();
    const work = [[1, 2, 3], [3, 2, 1], [2]].map(async (ids) => resolveUsers(ctx, { ids }));

    const all = await Promise.all(work);

    expect(all.map((users) => users["2"]?.name)).toEqual(Array(3).fill("Boris Clerk"));
  });
});
