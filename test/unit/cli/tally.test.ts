import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lastLine, tallyOfReport } from "../../cli/tally.ts";
import { makeTempDir } from "../../support/temp-dir.ts";

const dir = makeTempDir("logbook-tally-");
afterAll(() => {
  rmSync(dir, { recursive: true });
});

function report(...files: { status: string; message?: string; tests: string[] }[]): string {
  const path = join(dir, "report.json");
  const testResults = files.map(({ status, message, tests }, place) => ({
    name: `file-${place}`,
    status,
    message,
    assertionResults: tests.map((state) => ({ fullName: `it ${state}`, status: state })),
  }));
  writeFileSync(path, JSON.stringify({ testResults }));
  return path;
}

describe("the counts of a run", () => {
  test("are those of its tests, and the failed ones are named", () => {
    const path = report(
      { status: "passed", tests: ["passed", "passed", "skipped"] },
      { status: "failed", tests: ["failed", "passed"] },
    );

    const tally = tallyOfReport(path, 1);

    expect(tally).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
      failures: ["file-1: it failed"],
    });
    expect(lastLine(tally)).toBe("3 passed, 1 failed");
  });

  test("count a file that did not load as failed", () => {
    const path = report({ status: "failed", message: "no database\nat x", tests: [] });

    expect(tallyOfReport(path, 1)).toMatchObject({ failed: 1, failures: ["file-0: no database"] });
  });

  test("count a bad end without a failed test as failed", () => {
    const path = report({ status: "passed", tests: ["passed"] });

    expect(tallyOfReport(path, 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(tallyOfReport(path, 0)).toMatchObject({ passed: 1, failed: 0 });
  });

  test("count a missing report as failed, also after a good end", () => {
    expect(tallyOfReport(join(dir, "none.json"), 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});
