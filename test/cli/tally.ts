import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, one line each. */
  failures: string[];
}

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export function addTallies(sum: Tally, part: Partial<Tally>): void {
  sum.passed += part.passed ?? 0;
  sum.failed += part.failed ?? 0;
  sum.skipped += part.skipped ?? 0;
  sum.failures.push(...(part.failures ?? []));
}

export function lastLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed`;
}

/** Counts of vitest's JSON report. A file that did not load, and an end without a reason, fail too. */
export function tallyOfReport(path: string, exitCode: number): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (!existsSync(path)) {
    addTallies(tally, { failed: 1, failures: ["suites: the runner ended without a report"] });
    return tally;
  }
  const report = Report.parse(JSON.parse(readFileSync(path, "utf8")));
  for (const file of report.testResults) addTallies(tally, tallyOfFile(file));
  if (exitCode !== 0 && tally.failed === 0) {
    addTallies(tally, { failed: 1, failures: [`suites: the runner ended with ${exitCode}`] });
  }
  return tally;
}

function tallyOfFile(file: z.output<typeof Report>["testResults"][number]): Partial<Tally> {
  const named = (status: string) => file.assertionResults.filter((test) => test.status === status);
  const failures = named("failed").map((test) => `${file.name}: ${test.fullName}`);
  if (file.status === "failed" && failures.length === 0) {
    failures.push(`${file.name}: ${file.message?.split("\n")[0] ?? "did not load"}`);
  }
  const passed = named("passed").length;
  const skipped = file.assertionResults.length - passed - named("failed").length;
  return { passed, failed: failures.length, failures, skipped };
}
