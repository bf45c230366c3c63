import { sealData, unsealData } from "iron-session";
import { expect, test } from "vitest";
import { sessionPasswords } from "../../lib/key-ring.ts";

const old = { id: "k1", key: Buffer.alloc(32, "a") };
const fresh = { id: "k2", key: Buffer.alloc(32, "b") };

test.each([
  ["a new key was put second", [old], [old, fresh]],
  ["the new key became the first", [old, fresh], [fresh, old]],
  ["another process has not heard of that yet", [fresh, old], [old, fresh]],
])("sealed cookies still open after %s", async (_what, before, after) => {
  const seal = await sealData({ a: 1 }, { password: sessionPasswords(before).seal, ttl: 60 });

  const opened = await unsealData(seal, { password: sessionPasswords(after).open, ttl: 60 });

  expect(opened).toEqual({ a: 1 });
});

test("a key that was taken out opens nothing any more", async () => {
  const seal = await sealData({ a: 1 }, { password: sessionPasswords([old]).seal, ttl: 60 });

  expect(await unsealData(seal, { password: sessionPasswords([fresh]).open, ttl: 60 })).toEqual({});
});
