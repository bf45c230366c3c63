import { describe, expect, test } from "vitest";
import { judgeLines } from "./judge-lines.ts";

const texts = ["a", "b", "c"];
const stored = texts.map((text, place) => ({
  ...{ seq: place + 1, text, state: "done", isOmitted: false },
}));
const judge = (messages: string[], mustShowAll = true) =>
  judgeLines({ stored, messages, mustShowAll });
const nothing = { repeated: 0, outOfOrder: [], lost: [], foreign: [] };

describe("the judge of lines", () => {
  test("accepts lines in order, alone or joined", () => {
    expect(judge(["a", "b\nc"])).toEqual(nothing);
  });

  test("counts marked repetitions", () => {
    expect(judge(["a\nb", "#1 a\n#2 b", "c"])).toEqual({ ...nothing, repeated: 2 });
  });

  test("accepts a mark on a line that was not shown before", () => {
    expect(judge(["#1 a\n#2 b", "c"])).toEqual(nothing);
  });

  test("blames a repetition without a mark and a line that comes late", () => {
    expect(judge(["a", "b", "b", "c"]).outOfOrder).toEqual(["b"]);
    expect(judge(["a", "c", "b"]).outOfOrder).toEqual(["b"]);
    expect(judge(["a", "c", "#2 b"]).outOfOrder).toEqual(["#2 b"]);
  });

  test("misses a line that counts as delivered, unless the process took it unseen", () => {
    expect(judge(["a", "c"]).lost).toEqual(["#2 b"]);
    expect(judge(["a", "c"], false)).toEqual(nothing);
  });

  test("knows a line that was never written for the run", () => {
    expect(judge(["a", "b", "c", "x", "#9 a"]).foreign).toEqual(["x", "#9 a"]);
  });
});
