import { writeFileSync } from "node:fs";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tryLock, unlock, withLock } from "../../../lib/db/embedded/lock.ts";
import { makeTempDir } from "../../support/temp-dir.ts";

let dir = "";
beforeEach(() => {
  dir = makeTempDir("logbook-lock-");
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

test("a free folder is locked once, and again after its release", () => {
  const first = tryLock(dir);
  const second = tryLock(dir);
  unlock(first ?? "");
  const third = tryLock(dir);

  expect(first).not.toBeNull();
  expect(second).toBeNull();
  expect(third).not.toBeNull();
  expect(readdirSync(dir)).toHaveLength(1);
});

test("the lock of a process that is gone is taken over", () => {
  writeFileSync(join(dir, "lock.7"), "999999999 1 boot");

  expect(tryLock(dir)).toBe(join(dir, "lock.8"));
  expect(readdirSync(dir)).toEqual(["lock.8"]);
});

test.runIf(process.platform === "linux")(
  "a living process with the number of the dead holder does not keep its lock",
  () => {
    writeFileSync(join(dir, "lock.1"), `${process.pid} 1 another-boot`);

    expect(tryLock(dir)).not.toBeNull();
  },
);

test("a lock that is just being written counts as held", () => {
  writeFileSync(join(dir, "lock.1"), "");

  expect(tryLock(dir)).toBeNull();
});

test("work of many callers never overlaps, and a failure gives the lock back", async () => {
  let inside = 0;
  let most = 0;
  const work = async (number: number) => {
    inside += 1;
    most = Math.max(most, inside);
    await turn();
    inside -= 1;
    if (number % 3 === 0) throw new Error("planned");
    return number;
  };

  const results = await Promise.allSettled(
    Array.from({ length: 9 }, (_, number) => withLock(dir, () => work(number))),
  );

  expect(most).toBe(1);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(3);
});
