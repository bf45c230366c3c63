import { expect, test } from "vitest";
import { timeOfCall } from "../../../lib/steps/time-of-call.ts";

const at = (iso: string): Date => new Date(iso);

test.each([
  ["the portal's time of a prompt call", "2026-09-10T12:00:00Z", "2026-09-10T12:00:01Z", "called"],
  [
    "the portal's time of a call kept for a day",
    "2026-09-09T12:00:00Z",
    "2026-09-10T12:00:00Z",
    "called",
  ],
  [
    "the portal's time when its clock is ahead",
    "2026-09-10T12:05:00Z",
    "2026-09-10T12:00:00Z",
    "called",
  ],
  [
    "the arrival without a time of the call",
    "2026-09-01T00:00:00Z",
    "2026-09-10T12:00:00Z",
    "received",
  ],
  [
    "the arrival without one on a month's first day",
    "2026-09-01T00:00:00Z",
    "2026-09-01T12:00:00Z",
    "received",
  ],
])("relative periods count from %s", (_what, called, received, expected) => {
  const run = { calledAt: at(called), receivedAt: at(received) };

  expect(timeOfCall(run)).toEqual(expected === "called" ? run.calledAt : run.receivedAt);
});
