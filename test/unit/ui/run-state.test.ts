import { describe, expect, test } from "vitest";
import {
  canCancel,
  documentName,
  isOpenRun,
  labelQuery,
  runDuration,
  runLabel,
} from "../../../app/(frame)/p/[portalKey]/runs/_ui/run-state.ts";
import { splitDuration } from "../../../app/_ui/time/duration.ts";

describe("a run in one word", () => {
  test.each([
    ["received", null, "waiting"],
    ["running", null, "running"],
    ["settled", "success", "success"],
    ["delivered", "timeout", "timeout"],
    ["undeliverable", "success", "undeliverable"],
  ] as const)("in state %s with outcome %s is %s", (state, outcome, label) => {
    expect(runLabel({ state, outcome })).toBe(label);
  });

  test("is asked for by state before its outcome and by outcome after it", () => {
    expect(labelQuery("waiting")).toEqual({ state: "received" });
    expect(labelQuery("failure")).toEqual({ outcome: "failure" });
    expect(labelQuery(null)).toEqual({});
  });
});

describe("a run", () => {
  test("is open until the portal has its result or never will", () => {
    expect(isOpenRun({ state: "settled" })).toBe(true);
    expect(isOpenRun({ state: "delivered" })).toBe(false);
    expect(isOpenRun({ state: "undeliverable" })).toBe(false);
  });

  test("can be cancelled only while it has no outcome", () => {
    expect(canCancel({ outcome: null })).toBe(true);
    expect(canCancel({ outcome: "failure" })).toBe(false);
  });

  test("lasts from its start to its outcome, or until now", () => {
    const startedAt = "2026-11-21T10:00:00Z";
    const now = Date.parse("2026-11-21T10:05:00Z");

    expect(runDuration({ startedAt, settledAt: "2026-11-21T10:01:00Z" }, now)).toBe(60_000);
    expect(runDuration({ startedAt, settledAt: null }, now)).toBe(300_000);
    expect(runDuration({ startedAt: null, settledAt: null }, now)).toBeNull();
  });

  test("is named by the readable part of its document", () => {
    expect(documentName(["crm", "CCrmDocumentDeal", "DEAL_400"])).toBe("DEAL_400");
    expect(documentName([])).toBe("");
  });
});

test.each([
  [999, { unit: "seconds", value: 1, rest: 0 }],
  [77_000, { unit: "minutes", value: 1, rest: 17 }],
  [7_500_000, { unit: "hours", value: 2, rest: 5 }],
  [180_000_000, { unit: "days", value: 2, rest: 2 }],
  [-5_000, { unit: "seconds", value: 0, rest: 0 }],
])("%i ms are split into their largest units", (ms, parts) => {
  expect(splitDuration(ms)).toEqual(parts);
});
