import { describe, expect, test } from "vitest";
import {
  spanFault,
  toCheckSpan,
} from "../../../app/(frame)/p/[portalKey]/settings/_ui/span-draft.ts";

describe("the numbers between which is checked", () => {
  test.each([
    [{ from: "", to: "" }, {}],
    [{ from: " 5 ", to: "" }, { fromSeq: "5" }],
    [{ from: "", to: "60" }, { toSeq: "60" }],
    [
      { from: "7", to: "7" },
      { fromSeq: "7", toSeq: "7" },
    ],
  ])("%j is %j", (draft, span) => {
    expect(spanFault(draft, "60")).toBeNull();
    expect(toCheckSpan(draft)).toEqual(span);
  });

  test.each([
    [{ from: "x", to: "" }, "60", { field: "from", kind: "number" }],
    [{ from: "", to: "0" }, "60", { field: "to", kind: "number" }],
    [{ from: "-1", to: "" }, "60", { field: "from", kind: "number" }],
    [{ from: "1.5", to: "" }, "60", { field: "from", kind: "number" }],
    [{ from: "61", to: "" }, "60", { field: "from", kind: "beyond" }],
    [{ from: "1", to: "61" }, "60", { field: "to", kind: "beyond" }],
    [{ from: "1", to: "" }, "0", { field: "from", kind: "beyond" }],
    [{ from: "10", to: "9" }, "60", { field: "from", kind: "order" }],
    [{ from: "9007199254740993", to: "9007199254740992" }, "9".repeat(18), { kind: "order" }],
  ])("%j in an archive up to %s are refused", (draft, head, fault) => {
    expect(spanFault(draft, head)).toMatchObject(fault);
  });
});
