import { join } from "node:path";
import { parseArgs } from "node:util";
import { joinEmbedded } from "../../lib/db/embedded/join.ts";
import { machineMemory } from "../../lib/db/embedded/settings.ts";
import { ack } from "../bench/ack.ts";
import { api } from "../bench/api.ts";
import { archive } from "../bench/archive.ts";
import type { BenchOptions } from "../bench/bed.ts";
import type { Figure } from "../bench/figure.ts";
import { progress } from "../bench/progress.ts";
import { runs } from "../bench/runs.ts";
import { ui } from "../bench/ui.ts";
import { wait } from "../bench/wait.ts";

const BENCHES: Record<string, (options: BenchOptions) => Promise<Figure[]>> = {
  ack,
  api,
  archive,
  progress,
  runs,
  ui,
  wait,
};

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function printTable(figures: Figure[]): void {
  for (const figure of figures) {
    const peer = figure.peer === null ? "" : `, ${figure.peerName ?? ""} ${figure.peer}`;
    const ratio = figure.ratio === null ? "" : `, ratio ${figure.ratio}`;
    const sign = figure.better === "higher" ? ">=" : "<=";
    const aim = figure.aim === null ? "" : ` (aim ${figure.aimOn} ${sign} ${figure.aim})`;
    const verdict = figure.ok ? "ok" : "MISSED";
    process.stdout.write(
      `${figure.name}: ${figure.ours} ${figure.unit}${peer}${ratio}${aim} ${verdict}\n`,
    );
  }
}

const MEGABYTE = 1_048_576;

/** What the README says of a server with a large archive; the other benches take the embedded one as it is. */
function settingsFor(name: string): Record<string, string> {
  if (name !== "archive") return {};
  const megabytes = Math.floor(machineMemory() / 4 / MEGABYTE);
  return { shared_buffers: `${megabytes}MB`, max_wal_size: "4GB" };
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      entries: { type: "string" },
      database: { type: "string" },
      runs: { type: "string" },
      portals: { type: "string" },
    },
  });
  const name = positionals[0] ?? "";
  const bench = BENCHES[name];
  if (bench === undefined) {
    say(`usage: npm run bench -- <name> [--json]; names: ${Object.keys(BENCHES).join(", ")}`);
    return 2;
  }
  const { database } = values;
  const given = database ?? process.env["DATABASE_URL"];
  const server =
    given === undefined || given === ""
      ? await joinEmbedded({
          dataDir: join(process.env["DATA_DIR"] ?? ".data", "bench"),
          settings: settingsFor(name),
        })
      : { url: given, release: async () => Promise.resolve() };
  try {
    const entries = Number(values.entries ?? 10_000_000);
    const waitingRuns = Number(values.runs ?? 10_000);
    const waitingPortals = Number(values.portals ?? 50);
    const sizes = { entries, waitingRuns, waitingPortals, ...(database && { database }) };
    const figures = await bench({ serverUrl: server.url, ...sizes, say });
    if (values.json === true) {
      for (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
    } else printTable(figures);
    return figures.every((figure) => figure.ok) ? 0 : 1;
  } finally {
    await server.release();
  }
}

// Ending by `exit` takes along the processes that a bench has started.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(2));

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    say(
      `the bench could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = 2;
  },
);
