import { expect, test } from "vitest";
import { throughParts, type Parts } from "../../../../lib/archive/search/parts.ts";
import type { Plan } from "../../../../lib/archive/search/plan.ts";

const PLAN = { snapshot: { deadline: Infinity } } as Plan;

function openParts(count: number) {
  const seen = { asked: 0, isClosed: false };
  async function* parts(): Parts {
    try {
      for (let at = 0; at < count; at += 1) {
        seen.asked += 1;
        yield await Promise.resolve({ span: { from: new Date(0), to: new Date(1) } });
      }
    } finally {
      seen.isClosed = true;
    }
  }
  return { parts: parts(), seen };
}

test("parts are not looked for any more when no more is wanted", async () => {
  const { parts, seen } = openParts(5);
  let worked = 0;

  const isWhole = await throughParts(PLAN, parts, () =>
    Promise.resolve(++worked === 2 ? "end" : "done"),
  );

  expect(isWhole).toBe(false);
  expect(seen).toEqual({ asked: 2, isClosed: true });
});
