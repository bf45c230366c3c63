import { describe, expect, test } from "vitest";
import { unavailable } from "../../../lib/errors.ts";
import { withTx } from "../../../lib/db/index.ts";
import { enqueue, listTopicAges } from "../../../lib/queue/index.ts";
import { createTestDb } from "../../support/index.ts";
import { makeQueueBed, setup } from "./bed.ts";

const { db, url } = await createTestDb();
const { readJobs } = makeQueueBed({ db, url });

describe("enqueue", () => {
  test("adds the job with the caller's transaction, and only with it", async () => {
    await withTx(db, async (tx) => enqueue(tx, "portal.setup", setup(1)));
    const broken = withTx(db, async (tx) => {
      await enqueue(tx, "portal.setup", setup(2));
      throw unavailable("rolled back");
    });

    await expect(broken).rejects.toThrow("rolled back");
    expect(await readJobs("portal.setup")).toHaveLength(1);
  });

  test("keeps one waiting job a key", async () => {
    for (const portalId of [1, 1, 2, 1]) {
      await enqueue(db, "portal.setup", setup(portalId), { singletonKey: String(portalId) });
    }

    expect(await readJobs("portal.setup")).toHaveLength(2);
  });

  test("adds one job a slot of time, whoever asks", async () => {
    await Promise.all(
      Array.from({ length: 5 }, async () =>
        enqueue(db, "maintenance.tick", {}, { everySeconds: 3_600 }),
      ),
    );

    expect(await readJobs("maintenance.tick")).toHaveLength(1);
  });

  test("refuses a payload that is not the topic's", async () => {
    await expect(enqueue(db, "portal.setup", { portalId: "x" })).rejects.toThrow();
  });

  test("tells how long due jobs wait", async () => {
    await enqueue(db, "portal.setup", setup(1));
    await enqueue(db, "portal.removed", setup(1), { startAfterSeconds: 60 });

    const ages = await listTopicAges(db);

    expect(ages).toMatchObject([{ topic: "portal.setup", waiting: 1 }]);
    expect(ages[0]?.oldestSeconds).toBeLessThan(5);
  });
});
