import { describe, expect, test } from "vitest";
import {
  parseView,
  printShown,
  printView,
  readShown,
  type LogView,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/log-view.ts";

describe("what lies over the list", () => {
  test.each<LogView>([
    { kind: "context", id: "12", scope: "all", q: "" },
    { kind: "context", id: "12", scope: "ip", q: "" },
    { kind: "context", id: "12", scope: "all", q: "ip:10.0.0.1 -office" },
    { kind: "compare", ids: ["12", "15"] },
    { kind: "compare", ids: ["1", "2", "3", "4"] },
  ])("is the same after it was written into the address: %j", (view) => {
    expect(parseView(printView(view))).toEqual(view);
  });

  test("has a short name for the usual case", () => {
    const view = printView({ kind: "context", id: "12", scope: "all", q: "" });

    expect(view).toBe("context.12");
  });

  test.each([
    "",
    "context",
    "context.x",
    "context.1.nobody",
    "compare.1",
    "compare.1.1",
    "compare.1.2.3.4.5",
    "compare.1.b",
    "chart",
    `context.1.all.${"x".repeat(5_000)}`,
  ])("is nothing when the address says something else: %s", (text) => {
    expect(parseView(text)).toBeNull();
  });
});

describe("what the address shows", () => {
  test.each(["charts", "context.12", "charts.context.12.user.a.b", "compare.1.2", ""])(
    "is the same after it was read: %s",
    (text) => {
      const shown = readShown(text === "" ? null : text);

      expect(shown && printShown(shown)).toBe(text);
    },
  );

  test.each(["chart", "charts.other", "context"])("is nothing it knows: %s", (text) => {
    expect(readShown(text)).toBeNull();
  });
});
