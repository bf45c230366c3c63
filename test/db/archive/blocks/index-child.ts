import { indexJob } from "../../../../lib/archive/index.ts";
import { openDb } from "../../../../lib/db/index.ts";
import { startWorker } from "../../../../lib/worker/start-worker.ts";

// A worker that does nothing but build blocks.
const [, , url = ""] = process.argv;

const { db, close } = openDb({ url });
const worker = await startWorker({ url, db, jobs: [indexJob()] });
process.once("SIGTERM", () => {
  void worker
    .stop(1_000)
    .then(close)
    .then(() => process.exit(0));
});
process.stdout.write("ready\n");
