import { parseArgs } from "node:util";
import { readHead, verifyChain, type Verdict } from "../archive/index.ts";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { assertTables, ensureDatabase, openDb } from "../db/index.ts";
import { AppError, invalidInput, isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { portalCtx } from "../portals/index.ts";

const USAGE = `Usage: npm run archive:verify -- [options]
  --portal KEY       only this portal; without it all of them
  --from N, --to N   only these numbers of its entries; the hash before the first one is believed
  --expect N:HASH    the entry N must have this hash, noted earlier from --head
  --head             only prints number and hash of each portal's last entry, to be noted elsewhere
Proves that nothing was changed, removed, moved or put in since a noted hash. Without --expect, somebody who
can write everything in the database could have made a whole new chain. Exit code: 0 all chains hold,
1 a chain is broken, 2 it could not be checked.`;

const OPTIONS = {
  portal: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  expect: { type: "string" },
  head: { type: "boolean" },
  help: { type: "boolean" },
} as const;

type Options = ReturnType<typeof readOptions>;
interface Named {
  ctx: PortalCtx;
  key: string;
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options.help === true) {
    say(USAGE);
    return 0;
  }
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stop.abort());
  const database = await ensureDatabase();
  const { db, close } = openDb({ url: database.url, maxConnections: 2 });
  try {
    const base: Ctx = {
      requestId: "archive-verify",
      actor: { kind: "system" },
      now: () => new Date(),
      db,
    };
    await assertTables(db);
    const portals = await findPortals(base, options);
    let isWhole = true;
    for (const portal of portals) {
      if (options.head === true) await sayHead(portal);
      else if (!(await check(portal, options, stop.signal))) isWhole = false;
    }
    return isWhole ? 0 : 1;
  } finally {
    await close();
    await database.release();
  }
}

function readOptions() {
  const { values } = parseArgs({ options: OPTIONS });
  const { portal, from, to, expect, head } = values;
  const isPart = from !== undefined || to !== undefined || expect !== undefined;
  if (isPart && portal === undefined) {
    throw invalidInput("--from, --to and --expect belong to one portal: name it with --portal.");
  }
  if (isPart && head === true) throw invalidInput("--head takes no --from, --to or --expect.");
  for (const [name, text] of Object.entries({ from, to })) {
    if (text !== undefined && !/^[1-9]\d{0,17}$/.test(text)) {
      throw invalidInput(`--${name} must be the number of an entry, 1 or more: ${text}`);
    }
  }
  const noted = /^([1-9]\d{0,17}):([0-9a-f]{64})$/i.exec(expect ?? "");
  if (expect !== undefined && noted === null) {
    throw invalidInput(
      "--expect must be a number, a colon and 64 hexadecimal digits, as of --head.",
    );
  }
  const [, seq = "", hash = ""] = noted ?? [];
  return { ...values, expect: noted === null ? undefined : { seq, hash } };
}

async function findPortals(base: Ctx, { portal: key }: Options): Promise<Named[]> {
  const portals = await base.db.portal.findMany({
    where: key === undefined ? {} : { key },
    orderBy: { id: "asc" },
    select: { id: true, key: true },
  });
  if (key !== undefined && portals.length === 0) throw invalidInput(`There is no portal ${key}.`);
  return portals.map((portal) => ({ key: portal.key, ctx: portalCtx(base, portal.id) }));
}

async function sayHead({ ctx, key }: Named): Promise<void> {
  const { seq, hash } = await readHead(ctx);
  say(`${key} ${seq}:${hash}`);
}

async function check({ ctx, key }: Named, options: Options, signal: AbortSignal): Promise<boolean> {
  const { from: fromSeq, to: toSeq, expect } = options;
  const startedAt = performance.now();
  const verdict = await verifyChain(ctx, {
    ...{ fromSeq, toSeq, expect, signal },
    onProgress: ({ seq, upTo, checked }) => {
      const rate = Math.round(checked / ((performance.now() - startedAt) / 1_000));
      process.stderr.write(`${key}: ${seq} of ${upTo}, ${rate} entries/s\n`);
    },
  });
  say(`${key} ${toText(verdict)}`);
  return verdict.ok;
}

function toText(verdict: Verdict): string {
  const counts = `${verdict.checked} checked, ${verdict.removed} removed by retention`;
  if (!verdict.ok) {
    return `BROKEN at ${verdict.brokenAt} (${verdict.fault}): ${verdict.reason}; ${counts} before`;
  }
  const end = verdict.seq === 0n ? "" : `, up to ${verdict.seq}:${verdict.hash}`;
  const noted = verdict.noted === null ? "" : NOTED[verdict.noted];
  return `ok: ${counts}${end}${noted}`;
}

const NOTED = {
  met: "; the noted hash is met",
  removed: "; the noted entry was removed by retention and cannot be compared",
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isUsageFault(error: unknown): error is Error {
  if (error instanceof AppError)
    return isAppError(error, "invalid_input") || isAppError(error, "config_invalid");
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (isUsageFault(error)) process.stderr.write(`${error.message}\n\n${USAGE}\n`);
    else log("error", "archive.verify_failed", { error });
    process.exit(2);
  },
);
