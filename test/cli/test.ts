import { globSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "./run-command.ts";
import { addTallies, lastLine, tallyOfReport } from "./tally.ts";
import type { Tally } from "./tally.ts";

// `npm test` checks everything. `npm test -- --only db,routes` runs just these suites.
const { values } = parseArgs({ options: { only: { type: "string" } } });
const suites = values.only?.split(",") ?? [];

// Many tests start processes of the product, and most of such a start is reading the same source files.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "../../node_modules/.cache/node");

const tally: Tally = { passed: 0, failed: 0, failures: [], skipped: 0 };

// Steps run side by side: each shows what it said when it is over.
async function step(name: string, command: string[]): Promise<boolean> {
  const startedAt = performance.now();
  const said: string[] = [];
  const code = await runCommand(command, (text) => said.push(text));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`\n> ${name}\n${said.join("")}`);
  process.stdout.write(`${code === 0 ? "passed" : "FAILED"}: ${name} (${seconds} s)\n`);
  const outcome = code === 0 ? { passed: 1 } : { failed: 1, failures: [`step: ${name}`] };
  addTallies(tally, outcome);
  return code === 0;
}

async function runSuites(): Promise<void> {
  const report = join(tmpdir(), `logbook-test-report-${process.pid}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const projects = suites.flatMap((suite) => ["--project", suite]);
  process.stdout.write(`\n> suites${suites.length > 0 ? `: ${suites.join(", ")}` : ""}\n`);
  const vitest = ["npx", "vitest", "run", "--config", "test/vitest.config.ts"];
  const code = await runCommand([...vitest, ...reporters, ...projects]);
  addTallies(tally, tallyOfReport(report, code));
  rmSync(report, { force: true });
}

async function runAll(): Promise<void> {
  // The client is generated first: lint, types and tests read it.
  if (!(await step("generate", ["npm", "run", "-s", "generate"]))) return;
  await Promise.all([lint(), checkTypesAndBuild()]);
  await runSuites();
}

async function lint(): Promise<void> {
  if (suites.length === 0) await step("lint", ["npm", "run", "-s", "lint"]);
}

// One after the other: the build writes types too. Together they take about as long as lint.
async function checkTypesAndBuild(): Promise<void> {
  if (suites.length === 0) await step("types", ["npm", "run", "-s", "types"]);
  const needsBuild = suites.length === 0 || suites.includes("browser");
  if (needsBuild && globSync("test/browser/**/*.test.ts").length > 0) {
    await step("production build", [process.execPath, "test/cli/build.ts"]);
  }
  if (suites.length === 0) await step("format", ["npm", "run", "-s", "format:check"]);
}

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
process.stdout.write(`Logbook ${version}, Node ${process.version}\n`);
await runAll();
for (const failure of tally.failures) process.stdout.write(`FAILED ${failure}\n`);
if (tally.skipped > 0) process.stdout.write(`${tally.skipped} skipped\n`);
process.stdout.write(`${lastLine(tally)}\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;
