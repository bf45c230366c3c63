import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSpoolFolder } from "../../../../lib/http/spool/spool-folder.ts";
import { until } from "../../../support/until.ts";

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "logbook-folder-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function ownerFile(dir: string): string {
  return join(dir, readdirSync(dir).find((name) => name.endsWith(".owner")) ?? "");
}

function pretend(dir: string, owner: { place: string; mark: string }): void {
  writeFileSync(ownerFile(dir), JSON.stringify(owner));
}

test("a living process's file is claimed by nobody else", () => {
  const dir = newDir();
  const [own, other] = [openSpoolFolder(dir), openSpoolFolder(dir)];
  const path = own.newFile();
  writeFileSync(path, "x\n");

  expect(other.claim()).toEqual([]);
  expect(own.claim()).toEqual([path]);
});

test("of several heirs one gets a dead process's file, oldest first, with what it holds", async () => {
  const dir = newDir();
  const dead = openSpoolFolder(dir);
  writeFileSync(dead.newFile(), "x\n");
  const { place } = JSON.parse(readFileSync(ownerFile(dir), "utf8")) as { place: string };
  pretend(dir, { place, mark: "999999999 1 none" });
  const [first, second] = [openSpoolFolder(dir), openSpoolFolder(dir)];
  const madeAt = Date.now();
  await until(() => Date.now() > madeAt);
  const own = first.newFile();
  writeFileSync(own, "y\n");

  const claimed = first.claim();

  expect(claimed.map((path) => readFileSync(path, "utf8"))).toEqual(["x\n", "y\n"]);
  expect(second.claim()).toEqual([]);
  expect(readdirSync(dir).filter((name) => name.endsWith(".owner")).length).toBe(2);
});

test("a process on another machine counts as dead only after it was silent for half a minute", () => {
  const dir = newDir();
  writeFileSync(openSpoolFolder(dir).newFile(), "x\n");
  pretend(dir, { place: "elsewhere", mark: "1 1 none" });
  const mark = ownerFile(dir);
  let now = 0;
  const heir = openSpoolFolder(dir, () => now);
  const claimAt = (seconds: number): number => {
    now = seconds * 1_000;
    return heir.claim().length;
  };

  expect([claimAt(0), claimAt(29)]).toEqual([0, 0]);
  utimesSync(mark, new Date(), new Date(Date.now() - 5_000));
  expect([claimAt(31), claimAt(60)]).toEqual([0, 0]);
  expect(claimAt(62)).toBe(1);
});

test.each([
  ["ahead", 3_600_000],
  ["behind", -3_600_000],
  ["a month behind", -30 * 86_400_000],
])("a clock that is %s kills nobody and keeps nobody alive", (_name, skew) => {
  const dir = newDir();
  writeFileSync(openSpoolFolder(dir).newFile(), "x\n");
  pretend(dir, { place: "elsewhere", mark: "1 1 none" });
  const strange = new Date(Date.now() + skew);
  utimesSync(ownerFile(dir), strange, strange);
  let now = 0;
  const heir = openSpoolFolder(dir, () => now);

  const atOnce = heir.claim();
  now = 31_000;

  expect(atOnce).toEqual([]);
  expect(heir.claim().length).toBe(1);
});
