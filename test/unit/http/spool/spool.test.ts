import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { unavailable } from "../../../../lib/errors.ts";
import { openSpool, type OpenSpoolInput } from "../../../../lib/http/spool/spool.ts";
import type { SpooledCall } from "../../../../lib/http/spool/spooled-call.ts";
import { until } from "../../../support/until.ts";

function bed(overrides: Partial<OpenSpoolInput> = {}) {
  const dir = mkdtempSync(join(tmpdir(), "logbook-spool-"));
  const state = { isBack: false };
  const spool = openSpool({
    dir,
    isReachable: async () => Promise.resolve(state.isBack),
    judge: () => "waits",
    ...overrides,
  });
  onTestFinished(async () => {
    await spool.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const files = () => readdirSync(dir).filter((name) => name.endsWith(".calls"));
  return { dir, state, spool, files };
}

function call(requestId: string, body = "a=b"): SpooledCall {
  const fixed = {
    door: "example",
    receivedAt: 0,
    answeredMs: 0,
    url: "http://localhost/",
    params: {},
    tries: 0,
  };
  return { ...fixed, requestId, body };
}

test("calls that arrive together are all on disk, and each is handled once when the database is back", async () => {
  const { spool, state, files } = bed();
  const seen: string[] = [];
  const handle = async ({ requestId }: SpooledCall) => void seen.push(requestId);
  spool.open("example", { together: 10, handle });
  const ids = Array.from({ length: 100 }, (_, index) => `r${index}`);

  await Promise.all(ids.map(async (id) => spool.keep(call(id), null)));
  const kept = files().length;
  await until(() => spool.isKnownAway());
  state.isBack = true;
  await until(() => files().length === 0);

  expect(kept).toBe(1);
  expect(seen).toEqual(ids);
  expect(spool.isKnownAway()).toBe(false);
  expect(spool.state()).toMatchObject({ kept: 100, broken: 0, givenUp: 0 });
});

test("a call that arrives while others are handled is neither lost nor waits for the next outage", async () => {
  const { spool, state, files } = bed();
  const seen: string[] = [];
  spool.open("example", {
    together: 1,
    handle: async ({ requestId }) => {
      seen.push(requestId);
      if (requestId === "first") await spool.keep(call("late"), null);
    },
  });
  await spool.keep(call("first"), null);

  state.isBack = true;
  await until(() => files().length === 0);

  expect(seen).toEqual(["first", "late"]);
});

test("the database that goes away in between leaves the rest for later", async () => {
  const { spool, state, files } = bed();
  const seen: string[] = [];
  let isShaky = true;
  spool.open("example", {
    together: 1,
    handle: async ({ requestId }) => {
      seen.push(requestId);
      if (requestId !== "2" || !isShaky) return Promise.resolve();
      state.isBack = false;
      return Promise.reject(unavailable("Away."));
    },
  });
  for (const id of ["1", "2", "3"]) await spool.keep(call(id), null);

  state.isBack = true;
  await until(() => seen.length === 2);
  isShaky = false;
  state.isBack = true;
  await until(() => files().length === 0);

  expect(seen).toEqual(["1", "2", "2", "3"]);
});

test("there is a limit for all and one for each address", async () => {
  const { spool } = bed({ maxBytes: 3_000, addressLimits: { calls: 2, bytes: 2_000 } });

  await spool.keep(call("1"), "192.0.2.1");
  await spool.keep(call("2"), "192.0.2.1");
  const often = spool.keep(call("3"), "192.0.2.1");
  const much = spool.keep(call("4", "x".repeat(1_500)), "192.0.2.2");
  const full = spool.keep(call("5", "x".repeat(2_500)), null);

  await expect(often).rejects.toMatchObject({ code: "unavailable" });
  await expect(often).rejects.toHaveProperty("retryAfterMs");
  await expect(much).rejects.toMatchObject({ code: "unavailable" });
  await expect(full).rejects.toMatchObject({ code: "unavailable", retryAfterMs: 5_000 });
  expect(spool.state().kept).toBe(2);
});

test("a folder that cannot be written to makes the call fail as unavailable", async () => {
  const { spool } = bed({ dir: "/dev/null/spool" });

  await expect(spool.keep(call("1"), null)).rejects.toMatchObject({ code: "unavailable" });
});
