import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { isSecretKey } from "../../../lib/b24/secret-keys.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 1_048_576;
}

test.each([8, 12, 13, 39])(
  "a name of %i characters does not hold the text it stood in",
  (length) => {
    const before = heapMb();
    for (let at = 0; at < 60; at += 1) {
      const name = `${length}_${at}_`.padEnd(length, "x").slice(0, length);
      const text = [name, "y".repeat(1_048_576)].join("=");
      isSecretKey(text.slice(0, length));
    }

    expect(heapMb() - before).toBeLessThan(10);
  },
);

test.each(["user_password", "SESSION_ID", "a-very-long-name-of-an-access-token"])(
  "%s is a secret's name each time it is asked for",
  (name) => {
    expect([isSecretKey(name), isSecretKey(name)]).toEqual([true, true]);
  },
);
