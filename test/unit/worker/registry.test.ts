import { expect, test } from "vitest";
import type { Ctx } from "../../../lib/ctx.ts";
import { TOPICS } from "../../../lib/queue/index.ts";
import { registry, runParts } from "../../../lib/worker/registry.ts";

test("every topic has exactly one handler", () => {
  const topics = registry().map(({ topic }) => topic);

  expect(topics.toSorted()).toEqual(Object.keys(TOPICS).toSorted());
});

test("a part of the maintenance that fails stops no other, and is named at the end", async () => {
  const done: string[] = [];
  const part = (name: string) => async () => Promise.resolve(done.push(name));
  const failing = async () => Promise.reject(new TypeError("a bug"));
  const ctx = {} as Ctx;

  const mixed = runParts(ctx, {
    one: part("one"),
    two: failing,
    three: part("three"),
    four: failing,
  });

  await expect(mixed).rejects.toMatchObject({
    code: "internal",
    message: "Parts of the maintenance failed: two, four.",
  });
  expect(done).toEqual(["one", "three"]);
  await expect(runParts(ctx, { one: part("one") })).resolves.toBeUndefined();
});
