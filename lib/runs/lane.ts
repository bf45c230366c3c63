import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { Ctx, PortalCtx } from "../ctx.ts";
import { isDatabaseAway } from "../db/index.ts";
import { log } from "../log.ts";
import {
  makePlaces,
  makePump,
  type Listener,
  type Places,
  type SlowAllowance,
} from "../queue/index.ts";
import { claimLane, LEASE_SECONDS, type LaneClaim } from "./claim-lane.ts";
import { deliverBatch, type SendBatch } from "./deliver.ts";
import { dropLease } from "./release-lane.ts";
import { LANE_CHANNEL } from "./wake.ts";

const POLL_MS = 1_000;
const GIVE_BACK_PAUSE_MS = 250;
// A batch may take 65 s, and a portal that hangs holds its place so long. After 5 s the lane counts as slow and gives
// its place to others, so a lane that may be quick finds one within 5 s however many portals hang. While 48 lanes
// are slow, so wait those whose last call failed or, but for one in 5 s, was slow; unknown ones add 48 in 5 s, 624 at most.
const PLACES = 48;
const SLOW = { afterMs: 5_000, places: 48 };

export interface RunLanesInput {
  listener: Listener;
  send: SendBatch;
  /** Lanes at a time in this process, and beside them those whose call lasts long. */
  places?: number;
  slow?: SlowAllowance;
}

export interface Lanes {
  /** Claims no more, waits for the calls in flight, and gives back the lanes that are not done in time. */
  stop(graceMs: number): Promise<void>;
}

/** Delivers outbox rows to portals: one batch a lane at a time, the lane that waits longest first. */
export async function runLanes(ctx: Ctx, input: RunLanesInput): Promise<Lanes> {
  const owner = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const held = new Map<LaneClaim, Promise<void>>();
  const places = makePlaces({
    places: input.places ?? PLACES,
    slow: input.slow ?? SLOW,
    onFree: () => {
      wake();
    },
  });
  let isStopping = false;

  const { wake } = makePump({
    work: async () => {
      while (!isStopping && places.free() > 0) {
        const claim = await claimLane(ctx.db, { owner, slowPortals: slowPortals(places) });
        if (claim === undefined) return;
        start(claim);
      }
    },
    onError: (error) => {
      log("error", "lane.claim_failed", { error });
    },
  });

  const start = (claim: LaneClaim): void => {
    const { portalId, fence } = claim;
    const leave = places.take(portalId.toString(), { isSuspect: claim.failures > 0 });
    const scoped: PortalCtx = { ...ctx, portalId, requestId: `lane-${portalId}-${fence}` };
    const done = deliverBatch(scoped, { claim, send: input.send })
      .catch(async (error: unknown) => {
        log("error", "lane.failed", { portalId, error });
        // Any other failure may come again at once: there the lease's end is the pause.
        if (isDatabaseAway(error)) await giveBack(ctx, claim);
      })
      .finally(() => {
        held.delete(claim);
        leave();
        wake();
      });
    held.set(claim, done);
  };

  const subscription = await input.listener.listen(LANE_CHANNEL, {
    onNotify: wake,
    onRebuild: wake,
  });
  const poll = setInterval(wake, POLL_MS);
  wake();

  return {
    stop: async (graceMs) => {
      isStopping = true;
      clearInterval(poll);
      await subscription.close();
      await within(graceMs, Promise.all(held.values()));
      for (const claim of held.keys()) await dropLease(ctx.db, claim);
    },
  };
}

// While there is no room for more that hang; undefined when any lane may be taken.
function slowPortals(places: Places): bigint[] | undefined {
  return places.isCrowded() ? (places.trial() ?? places.avoided()).map(BigInt) : undefined;
}

// The database is back long before the lease is over, and the lane need not wait for that.
async function giveBack(ctx: Ctx, claim: LaneClaim): Promise<void> {
  const leaseEndsAt = performance.now() + LEASE_SECONDS * 1_000;
  while (performance.now() < leaseEndsAt) {
    await delay(GIVE_BACK_PAUSE_MS);
    try {
      await dropLease(ctx.db, claim);
      return;
    } catch (error) {
      log("debug", "lane.not_given_back", { portalId: claim.portalId, error });
    }
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, timeUp]);
  clearTimeout(timer);
}
