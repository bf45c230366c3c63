import { setTimeout as delay } from "node:timers/promises";
import { appendLine } from "../../lib/runs/index.ts";
import type { Portal } from "../portal/index.ts";
import { until } from "../support/until.ts";
import { beginRun } from "./bench-run.ts";
import { readLog } from "./line-writer.ts";
import { addBenchPortal, addLocalPortal, type CloudBed } from "./local-portal.ts";
import { openSdkClient } from "./sdk-client.ts";

const LINES = 60;
const COLD_LINES = 5;
// Slow enough that the bucket never gets full.
const GAP_MS = 300;

export interface Latency {
  ours: number[];
  peer: number[];
}

/** From a step's call of progress to the portal's log, one line at a time. */
export async function measureLatency({ cloud, bench, say }: CloudBed): Promise<Latency> {
  say(`latency: ${LINES} lines while the budget is free`);
  const portal = await addBenchPortal({ cloud, db: bench.db });
  const peerPortal = await addLocalPortal(cloud);
  const run = await beginRun(portal);
  const sdk = await openSdkClient(peerPortal, 1);
  const [peerWorkflow = ""] = sdk.workflowIds;
  const latency: Latency = { ours: [], peer: [] };
  // The first lines meet cold connections; they are sent, not counted.
  for (let number = -COLD_LINES; number < LINES; number += 1) {
    const message = `Order ${number} compared`;
    const startedAt = Date.now();
    await appendLine(portal.ctx, { ...run, message });
    const at = await arrival(portal.local, run.workflowId, message);
    const peerStartedAt = Date.now();
    await sdk.sendLine(0, message);
    const peerAt = await arrival(peerPortal, peerWorkflow, message);
    if (number >= 0) {
      latency.ours.push(at - startedAt);
      latency.peer.push(peerAt - peerStartedAt);
    }
    await delay(Math.max(0, startedAt + GAP_MS - Date.now()));
  }
  return latency;
}

async function arrival(local: Portal, workflowId: string, message: string): Promise<number> {
  const found = await until(() => readLog(local, workflowId).find(({ text }) => text === message), {
    what: "the line in the portal's log",
  });
  return found.at;
}
