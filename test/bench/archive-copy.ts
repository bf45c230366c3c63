import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { migrate } from "../../lib/db/index.ts";
import { childEnv } from "../../lib/env.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { startPortalCloud, type Portal, type PortalCloud } from "../portal/index.ts";
import { makeBenchDb, root, type BenchOptions } from "./bed.ts";
import { toFigure, type Figure } from "./figure.ts";
import { addBenchPortal, addLocalPortal, type BenchPortal, type CloudBed } from "./local-portal.ts";
import { connectSdk } from "./sdk-client.ts";
import { cloudEnv } from "./workers.ts";

const ENTRIES = 50_000;
const PEER = "SDK, fetchTail with its defaults";

interface Copied {
  entries: number;
  calls: number;
  ms: number;
}

/** A whole log from the local portal under its real limits, beside the platform's SDK on a portal like it. */
export async function measureCopy({ serverUrl, say }: BenchOptions): Promise<Figure[]> {
  const bench = await makeBenchDb(serverUrl);
  const cloud = await startPortalCloud({ portals: [] });
  cloud.queue.settings.drop = true;
  try {
    await migrate(bench.url);
    await installQueues(bench.url);
    const portal = await addBenchPortal({ cloud, db: bench.db }, { entries: ENTRIES });
    const ours = await copyOurs({ cloud, bench, say }, portal);
    const faults = await findFaults({ cloud, bench, say }, portal);
    const peerPortal = await addLocalPortal(cloud, { entries: ENTRIES });
    say(`${PEER}: about eight minutes under the portal's limit`);
    const theirs = await copyBySdk(cloud, peerPortal);
    for (const [name, copied] of Object.entries({ ours, SDK: theirs })) {
      say(
        `copy by ${name}: ${copied.entries} entries, ${copied.calls} calls, ${copied.ms.toFixed(0)} ms`,
      );
    }
    return toFigures({ ours, theirs, faults });
  } finally {
    await cloud.stop();
    await bench.drop();
  }
}

// In a process of its own, as the worker is: only there may it call the local portal's address.
async function copyOurs({ cloud, bench }: CloudBed, { local, ctx }: BenchPortal): Promise<Copied> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`${root}test/bench/archive-copier.ts`, bench.url, String(ctx.portalId)],
    { env: childEnv(cloudEnv(cloud, bench.url)) },
  );
  const head = await bench.db.archiveHead.findUnique({ where: { portalId: ctx.portalId } });
  const calls = countCalls(cloud, local);
  return { entries: Number(head?.lastSeq ?? 0n), calls, ms: Number(stdout) };
}

/** Entries that are missing, there twice, or no entries of the portal at all. */
async function findFaults({ bench }: CloudBed, { local, ctx }: BenchPortal): Promise<number> {
  const wanted = new Set(local.eventLog.rows.map(({ id }) => id));
  const rows = await bench.db.$queryRaw<{ id: string }[]>`
    SELECT portal_entry_id::text AS id FROM entry WHERE portal_id = ${ctx.portalId}`;
  const strange = rows.filter(({ id }) => !wanted.delete(Number(id)));
  return wanted.size + strange.length;
}

async function copyBySdk(cloud: PortalCloud, local: Portal): Promise<Copied> {
  const b24 = connectSdk(local);
  const startedAt = performance.now();
  let entries = 0;
  const pages = b24.actions.v3.fetchTail.make<{ id: number }>({ method: "main.eventlog.tail" });
  for await (const page of pages) entries += page.length;
  return { entries, calls: countCalls(cloud, local), ms: performance.now() - startedAt };
}

function countCalls({ journal }: PortalCloud, { memberId }: Portal): number {
  return journal.calls.filter((call) => call.memberId === memberId && !call.inBatch).length;
}

function toFigures(input: { ours: Copied; theirs: Copied; faults: number }): Figure[] {
  const { ours, theirs, faults } = input;
  const common = { better: "lower" } as const;
  return [
    toFigure({
      ...{ ...common, name: "archive copy calls", unit: "calls", ours: ours.calls },
      peer: { name: PEER, value: theirs.calls },
      aim: { on: "ratio", value: 0.01 },
    }),
    toFigure({
      ...{ ...common, name: "archive copy time", unit: "s", ours: ours.ms / 1_000 },
      peer: { name: PEER, value: theirs.ms / 1_000 },
      aim: { on: "ratio", value: 0.05 },
    }),
    toFigure({
      ...{ ...common, name: "archive copy faults", unit: "entries", ours: faults },
      aim: { on: "ours", value: 0 },
    }),
  ];
}
