import { count } from "../../counts.ts";
import { AppError, isAppError, unavailable } from "../../errors.ts";
import { ADDRESS_LIMITS, makeQuota, type QuotaLimits } from "./quota.ts";
import type { Fate, SpoolDoor } from "./replay-file.ts";
import { openSpoolFolder } from "./spool-folder.ts";
import { openSpoolWriter } from "./spool-writer.ts";
import { toLine, type SpooledCall } from "./spooled-call.ts";
import { watchSpool } from "./watch-spool.ts";

const MAX_BYTES = 64 * 1024 * 1024;

export interface Spool {
  /** Calls kept under this name are handed to the door when the database is back. */
  open(name: string, door: SpoolDoor): void;
  /** Done when the call is on disk; throws `unavailable` when there is no room for it. */
  keep(call: SpooledCall, address: string | null): Promise<void>;
  isKnownAway(): boolean;
  state(): SpoolState;
  stop(): Promise<void>;
}

export interface SpoolState {
  /** On disk now, of all processes. */
  bytes: number;
  /** Of this process, since its start: kept, found broken, set aside after too many tries. */
  kept: number;
  broken: number;
  givenUp: number;
}

export interface OpenSpoolInput {
  dir: string;
  isReachable(): Promise<boolean>;
  judge(error: unknown): Fate;
  maxBytes?: number;
  addressLimits?: QuotaLimits;
}

/** Calls that arrive while the database is away, kept on disk by this process until they are stored. */
export function openSpool(input: OpenSpoolInput): Spool {
  const { isReachable, judge, maxBytes = MAX_BYTES } = input;
  const folder = openSpoolFolder(input.dir);
  const writer = openSpoolWriter(folder);
  const quota = makeQuota(input.addressLimits ?? ADDRESS_LIMITS);
  const doors = new Map<string, SpoolDoor>();
  const findDoor = (name: string) => doors.get(name);
  const watch = watchSpool({ folder, writer, findDoor, isReachable, judge });
  let kept = 0;
  let arriving = 0;

  return {
    open: (name, door) => {
      doors.set(name, door);
    },
    keep: async (call, address) => {
      const line = toLine(call);
      arriving += line.length;
      try {
        if (folder.bytes() + arriving > maxBytes) throw full();
        const waitMs = address === null ? null : quota.take(address, line.length);
        if (waitMs !== null) throw tooMany(waitMs);
        await writer.append(line);
      } catch (error) {
        throw isAppError(error) ? error : unavailable("The call could not be kept.", error);
      } finally {
        arriving -= line.length;
      }
      kept += 1;
      count("spool_calls_total", { result: "kept" });
    },
    isKnownAway: () => watch.isAway(),
    state: () => ({ ...watch.counts, kept, bytes: folder.bytes() }),
    stop: async () => {
      await watch.stop();
      await writer.endFile();
    },
  };
}

function full(): AppError {
  return unavailable("The database is away and no more calls can be kept.");
}

function tooMany(retryAfterMs: number): AppError {
  return new AppError("unavailable", "The database is away and this address called too often.", {
    retryAfterMs,
  });
}
