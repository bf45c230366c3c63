import { parseArgs } from "node:util";
import { runChaos, type ChaosResult } from "../faults/chaos.ts";
import type { FaultBed } from "../faults/bed.ts";
import { tellHistory } from "../faults/check/history.ts";
import { findLeaks } from "../faults/leaks.ts";

const MAX_HISTORIES = 3;
const MAX_OFFENCES = 40;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function inspect(bed: FaultBed, result: ChaosResult, isVerbose: boolean): Promise<void> {
  if (isVerbose) say(`${tellCalls(bed)}\n${await tellFailures(bed)}`);
  for (const leak of await findLeaks(bed, result.secrets)) {
    result.offences.push({ kind: "leak", detail: leak, fact: null });
  }
  for (const { kind, detail } of result.offences.slice(0, MAX_OFFENCES)) say(`${kind}: ${detail}`);
  const facts = new Set(result.offences.flatMap(({ fact }) => (fact === null ? [] : [fact])));
  for (const fact of [...facts].slice(0, MAX_HISTORIES)) say(await tellHistory(bed, fact));
  if (isVerbose && result.offences.length > 0) say(bed.logs());
}

/** How the portals' calls ended: each that got no 200 is one that the portal never repeats. */
function tellCalls({ cloud }: FaultBed): string {
  const ends = Map.groupBy(cloud.journal.deliveries, ({ status, error }) => error ?? status);
  return [...ends]
    .map(([end, calls]) => `calls that ended with ${end}: ${calls.length}`)
    .join("\n");
}

async function tellFailures(bed: FaultBed): Promise<string> {
  const rows = await bed.sql<{ said: string; runs: number }>(
    `SELECT concat_ws(': ', outcome, settled_by, outcome_message) AS said, count(*)::int AS runs
      FROM run WHERE outcome <> 'success' GROUP BY 1`,
  );
  return rows.map(({ said, runs }) => `runs that ended with ${said}: ${runs}`).join("\n");
}

/** `npm run test:faults -- --runs 1000 --seed 7`: the line and 0, or the seed, what is wrong and 1. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "300" },
      seed: { type: "string" },
      portals: { type: "string", default: "8" },
      workers: { type: "string", default: "2" },
      rate: { type: "string", default: "6" },
      verbose: { type: "boolean", default: false },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
  say(`seed ${seed}`);
  const result = await runChaos(
    {
      seed,
      runs: Number(values.runs),
      portals: Number(values.portals),
      workers: Number(values.workers),
      rate: Number(values.rate),
      say: values.verbose ? say : () => undefined,
    },
    async (bed, outcome) => inspect(bed, outcome, values.verbose),
  );
  process.stdout.write(`${result.line}\n`);
  if (result.offences.length === 0) return 0;
  say(
    `FAILED with ${result.offences.length} offences; again: --seed ${seed} --runs ${values.runs}`,
  );
  return 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
