import { expect, test } from "vitest";
import { runChaos } from "./chaos.ts";
import { tellHistory } from "./check/history.ts";
import { findLeaks } from "./leaks.ts";

// `npm run test:faults -- --runs 1000 --seed N` is the long version.
const SEED = 7;

test("whatever dies, hangs or lies, no accepted call is lost, doubled or mixed up, and no secret is left behind", async () => {
  const leaks: string[] = [];
  const histories: string[] = [];
  const result = await runChaos(
    { seed: SEED, runs: 100, portals: 6, workers: 2, rate: 5, logLevel: "debug", say: () => {} },
    async (bed, { offences, secrets }) => {
      leaks.push(...(await findLeaks(bed, secrets)));
      const [first] = offences.flatMap(({ fact }) => fact ?? []);
      if (first !== undefined) histories.push(await tellHistory(bed, first));
    },
  );
  const offences = result.offences.map(({ kind, detail }) => `${kind}: ${detail}`);

  expect(offences, `seed ${SEED}\n${result.line}\n${histories.join("\n")}`).toEqual([]);
  expect(leaks).toEqual([]);
  expect(result.kills).toBeGreaterThan(0);
  expect(result.accepted).toBeGreaterThan(30);
  expect(result.jobs.success).toBeGreaterThan(5);
  expect(result.jobs.timeout).toBeGreaterThan(0);
}, 480_000);
