import { openDb } from "../../../lib/db/index.ts";
import { executeRun } from "../../../lib/runs/index.ts";
import { findStep } from "../../../lib/steps/index.ts";
import { testCtx } from "../../support/ctx.ts";

// A process that does one attempt of a run's work.
const [, , url = "", runId = "", calledAt = ""] = process.argv;
const { db, close } = openDb({ url });
await executeRun(testCtx(db), {
  ...{ runId, calledAt: new Date(calledAt) },
  findWork: (code) => findStep(code)?.work,
  signal: new AbortController().signal,
});
await close();
process.exit(0);
