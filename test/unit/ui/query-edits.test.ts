import { describe, expect, test } from "vitest";
import {
  chooseValues,
  chosenValues,
  editQuery,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/query-edits.ts";
import { UndoStack } from "../../../app/(frame)/p/[portalKey]/log/_ui/undo-stack.ts";

describe("a value that is pointed at", () => {
  const login = { field: "type", value: "USER_LOGIN" };

  test("is included, excluded, or becomes the only one", () => {
    expect(editQuery("office", "include", login)).toBe("office type:USER_LOGIN");
    expect(editQuery("office type:USER_LOGIN", "exclude", login)).toBe("office -type:USER_LOGIN");
    expect(editQuery("office type:A,B", "only", login)).toBe("office type:USER_LOGIN");
  });

  test("is added to what can be understood of a wrong query", () => {
    expect(editQuery("office time:soon", "include", login)).toBe("office type:USER_LOGIN");
  });
});

describe("the values of a field", () => {
  test("are those the query includes", () => {
    expect(chosenValues("type:A,B office -type:C", "type")).toEqual(["A", "B"]);
    expect(chosenValues("user:3 OR user:5", "user")).toEqual(["3", "5"]);
    expect(chosenValues("-user:*", "user")).toEqual([""]);
    expect(chosenValues("(type:A office) OR type:B", "type")).toEqual([]);
  });

  test("are changed without touching other conditions", () => {
    expect(chooseValues("office type:A,B", "type", ["B", "C"])).toBe("office type:B,C");
    expect(chooseValues("office type:A", "type", [])).toBe("office");
    expect(chooseValues("", "user", ["3", ""])).toBe("user:3 OR -user:*");
  });
});

describe("steps that can be taken back", () => {
  const draft = (text: string) => ({ text, caret: text.length });

  test("are whole runs of typing, and every choice made elsewhere", () => {
    const steps = new UndoStack();
    steps.note(draft(""), { now: 1_000, isTyping: true });
    steps.note(draft("o"), { now: 1_100, isTyping: true });
    steps.note(draft("of"), { now: 1_200, isTyping: false });

    expect(steps.undo(draft("of type:A"))?.text).toBe("of");
    expect(steps.undo(draft("of"))?.text).toBe("");
    expect(steps.undo(draft(""))).toBeNull();
    expect(steps.redo(draft(""))?.text).toBe("of");
    expect(steps.redo(draft("of"))?.text).toBe("of type:A");
  });
});
