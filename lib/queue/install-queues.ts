import { PgBoss } from "pg-boss";
import { log } from "../log.ts";
import { DEAD_TOPIC, TOPICS } from "./topics.ts";

/** Brings the queue's own tables and settings to this version; repeatable, run at start after the migrations. */
export async function installQueues(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "logbook migrate",
    max: 1,
    migrate: true,
    supervise: false,
    schedule: false,
  });
  boss.on("error", (error) => {
    log("error", "queue.install_failed", { error });
  });
  await boss.start();
  try {
    await boss.createQueue(DEAD_TOPIC, { policy: "standard", retryLimit: 20, retryBackoff: true });
    for (const [name, { settings }] of Object.entries(TOPICS)) {
      const { policy, ...changeable } = settings;
      const options = { ...changeable, deadLetter: DEAD_TOPIC, notify: true };
      await boss.createQueue(name, { ...options, policy });
      await boss.updateQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}
