import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { childEnv } from "../../../lib/env.ts";
import { createTestDb } from "../../support/index.ts";
import { appendMany, makeArchive } from "../archive/keep/bed.ts";

const { db, url } = await createTestDb();

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function run(...args: string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["lib/cli/archive-verify.ts", ...args],
      { env: childEnv({ DATABASE_URL: url }) },
    );
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

let whole: PortalCtx;
let broken: PortalCtx;
const keyOf = async ({ portalId }: PortalCtx) =>
  (await db.portal.findUniqueOrThrow({ where: { id: portalId } })).key;

beforeAll(async () => {
  whole = await makeArchive(db);
  await appendMany(whole, 30);
  broken = await makeArchive(db);
  await appendMany(broken, 30);
  await db.entry.updateMany({ where: { portalId: broken.portalId, seq: 12 }, data: { item: "x" } });
});

test("the command says of each portal whether its chain holds, and fails when one does not", async () => {
  const [first, second] = [await keyOf(whole), await keyOf(broken)];

  const all = await run();
  const one = await run("--portal", first);
  const part = await run("--portal", second, "--from", "13", "--to", "20");

  expect(all.code).toBe(1);
  const lines = all.out.trimEnd().split("\n");
  expect(lines[0]).toMatch(
    new RegExp(`^${first} ok: 30 checked, 0 removed by retention, up to 30:[0-9a-f]{64}$`),
  );
  expect(lines[1]).toBe(
    `${second} BROKEN at 12 (content): what the entry holds now is not what was stored; ` +
      "11 checked, 0 removed by retention before",
  );
  expect(lines).toHaveLength(2);
  expect(all.err).toMatch(new RegExp(`${first}: 30 of 30, \\d+ entries/s`));
  expect(one.code).toBe(0);
  expect(part).toMatchObject({ code: 0, out: expect.stringContaining("ok: 8 checked") as string });
});

test("the command prints ends to be noted, and compares with them later", async () => {
  const key = await keyOf(whole);

  const head = await run("--portal", key, "--head");
  const noted = head.out.trim().split(" ")[1] ?? "";
  const met = await run("--portal", key, "--expect", noted);
  const other = await run("--portal", key, "--expect", `29:${noted.slice(-64)}`);

  expect(head.out).toMatch(new RegExp(`^${key} 30:[0-9a-f]{64}\n$`));
  expect(met).toMatchObject({
    code: 0,
    out: expect.stringContaining("; the noted hash is met") as string,
  });
  expect(other).toMatchObject({
    code: 1,
    out: expect.stringContaining("BROKEN at 29 (noted)") as string,
  });
});

test.each([
  [["--from", "x", "--portal", "k"], "--from must be the number of an entry, 1 or more: x"],
  [["--to", "0", "--portal", "k"], "--to must be the number of an entry, 1 or more: 0"],
  [["--from", "5"], "--from, --to and --expect belong to one portal: name it with --portal."],
  [["--portal", "nobody"], "There is no portal nobody."],
  [["--expect", "5:ab", "--portal", "k"], "--expect must be a number, a colon and 64"],
  [["--head", "--from", "5", "--portal", "k"], "--head takes no --from, --to or --expect."],
  [["--wrong"], "Unknown option '--wrong'"],
  [["more"], "Unexpected argument 'more'"],
])("the command says what is wrong with %j", async (args, message) => {
  const ran = await run(...args);

  expect(ran.code).toBe(2);
  expect(ran.err).toContain(message);
  expect(ran.err).toContain("Usage: npm run archive:verify");
  expect(ran.out).toBe("");
});

test("the command ends with 2 when there is no database, and when the archive is shorter than asked", async () => {
  const key = await keyOf(whole);
  const short = await run("--portal", key, "--to", "31");
  const away = await promisify(execFile)(process.execPath, ["lib/cli/archive-verify.ts"], {
    env: childEnv({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" }),
  }).catch((error: unknown) => error);

  expect(short.code).toBe(2);
  expect(short.err).toContain("toSeq: the archive ends at 30");
  expect(away).toMatchObject({ code: 2 });
});

test("the command explains itself", async () => {
  const ran = await run("--help");

  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining("--expect N:HASH") as string });
});

test("a database that no app was started on is named as such, by each command", async () => {
  const empty = await createTestDb();
  await empty.db.$executeRawUnsafe("DROP SCHEMA public CASCADE");
  await empty.db.$executeRawUnsafe("CREATE SCHEMA public");
  const ended = async (command: string) =>
    promisify(execFile)(process.execPath, [command], {
      env: childEnv({ DATABASE_URL: empty.url }),
    }).catch((error: unknown) => error as { code: number; stderr: string });

  for (const [command, code] of [
    ["lib/cli/archive-verify.ts", 2],
    ["lib/cli/secrets-rotate.ts", 1],
  ] as const) {
    const told = await ended(command);
    expect(told).toMatchObject({ code });
    expect(told.stderr).toMatch(/^This database holds no tables of Logbook: start the app/);
  }
});
