import { openDb } from "../../../lib/db/index.ts";
import { executeJob, type StepWork } from "../../../lib/runs/index.ts";
import type { SendBatch } from "../../../lib/runs/index.ts";
import { startWorker } from "../../../lib/worker/start-worker.ts";

// A worker process whose portal is the test: batches are posted to its address, steps do what their query says.
const [, , url = "", portal = ""] = process.argv;

const send: SendBatch = async (_ctx, { commands }) => {
  const body = JSON.stringify(
    commands.map(({ method, params }) => ({ method, text: params["LOG_MESSAGE"] })),
  );
  await fetch(portal, { method: "POST", body });
  return new Map(commands.map(({ id }) => [id, { ok: true, result: true }]));
};

const work: StepWork = async ({ run, signal, progress }) => {
  await progress({ message: `attempt of ${String(run.properties["query"])}` });
  await fetch(`${portal}work`, { method: "POST", body: "[]" });
  if (run.properties["query"] === "slow") {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
    signal.throwIfAborted();
  }
  return { outcome: "success", message: "Done.", values: {} };
};

const { db, close } = openDb({ url });
const worker = await startWorker({ url, db, jobs: [executeJob({ findWork: () => work })], send });
process.once("SIGTERM", () => {
  void worker
    .stop(1_000)
    .then(close)
    .then(() => process.exit(0));
});
process.stdout.write("ready\n");
