import { expect, test } from "vitest";
import { makePump } from "../../../lib/queue/index.ts";

test("a message during the work leads to another round, several to one", async () => {
  let rounds = 0;
  let finish: () => void = () => undefined;
  const { wake } = makePump({
    work: async () => {
      rounds += 1;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    },
    onError: () => undefined,
  });

  wake();
  wake();
  wake();
  expect(rounds).toBe(1);
  finish();
  await Promise.resolve();
  await new Promise(setImmediate);

  expect(rounds).toBe(2);
});

test("a failure is told and does not spin", async () => {
  const errors: unknown[] = [];
  const { wake } = makePump({
    work: async () => {
      wake();
      throw new Error("away");
    },
    onError: (error) => void errors.push(error),
  });

  wake();
  await new Promise(setImmediate);

  expect(errors).toHaveLength(1);
});
