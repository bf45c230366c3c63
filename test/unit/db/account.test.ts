import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { canReach } from "../../../lib/db/embedded/account.ts";
import { makeTempDir } from "../../support/temp-dir.ts";

const stranger = { uid: 64_321, gid: 64_321 };
const dir = makeTempDir("logbook-account-");
afterAll(() => {
  rmSync(dir, { recursive: true });
});

function makeDir(name: string, mode: number): string {
  const path = join(dir, name);
  mkdirSync(path);
  chmodSync(path, mode);
  return path;
}

describe("a folder is reachable for another account", () => {
  test("when it may be entered, also without being listed", () => {
    expect(canReach(makeDir("open", 0o755), stranger)).toBe(true);
    expect(canReach(makeDir("passage", 0o711), stranger)).toBe(true);
  });

  test("not when the folder or one above it is closed", () => {
    const closed = makeDir("closed", 0o700);
    const inner = join(closed, "inner");
    mkdirSync(inner);

    expect(canReach(closed, stranger)).toBe(false);
    expect(canReach(inner, stranger)).toBe(false);
  });

  test("always when it is the account of this process", () => {
    expect(canReach(makeDir("own", 0o700), undefined)).toBe(true);
  });
});
