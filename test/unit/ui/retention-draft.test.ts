import { describe, expect, test } from "vitest";
import * as edit from "../../../app/(frame)/p/[portalKey]/settings/_ui/retention-draft.ts";
import { maskFault } from "../../../app/(frame)/p/[portalKey]/settings/_ui/mask-rule.ts";
import type { KeepRules } from "../../../lib/archive/shared.ts";

const rules: KeepRules = {
  months: 36,
  rules: [
    { severities: ["DEBUG"], months: 3 },
    { types: ["USER_*"], months: 12 },
  ],
};

describe("a draft of the rules of retention", () => {
  test("gives back the rules it was made from", () => {
    const draft = edit.toDraft(rules);

    expect(edit.toRules(draft)).toEqual(rules);
    expect(edit.isSameDraft(draft, edit.toDraft(rules))).toBe(true);
  });

  test("is complete only when each rule says which entries it is for", () => {
    const draft = edit.addRule(edit.toDraft(rules));
    const [last] = draft.rules.slice(-1);

    expect(edit.isComplete(draft)).toBe(false);
    expect(last).toMatchObject({ severities: [], types: [], months: 36 });
    const filled = { id: last?.id ?? 0, severities: ["INFO"], types: [], months: 1 as const };
    expect(edit.isComplete(edit.changeRule(draft, filled))).toBe(true);
  });

  test("has rules that can be moved, but not beyond its ends, and removed", () => {
    const draft = edit.toDraft(rules);

    const moved = edit.moveRule(draft, 1, -1);

    expect(moved.rules.map(({ id }) => id)).toEqual([1, 0]);
    expect(edit.moveRule(moved, 1, -1)).toEqual(moved);
    expect(edit.isSameDraft(moved, draft)).toBe(false);
    expect(edit.removeRule(moved, 1).rules.map(({ id }) => id)).toEqual([0]);
  });

  test("gives a new rule a number of its own after one was removed", () => {
    const draft = edit.addRule(edit.removeRule(edit.toDraft(rules), 0));

    expect(draft.rules.map(({ id }) => id)).toEqual([1, 2]);
  });
});

describe("a rule of masking", () => {
  test.each([
    [{ kind: "key", value: "pin" }, null],
    [{ kind: "key", value: "-x-" }, "wrong"],
    [{ kind: "text", value: "ab *" }, "wrong"],
    [{ kind: "text", value: "abc***" }, "wrong"],
    [{ kind: "text", value: "x".repeat(101) }, "wrong"],
    [{ kind: "text", value: "card *" }, "there"],
    [{ kind: "key", value: "card *" }, null],
  ] as const)("is looked at before it is sent: %j", (rule, fault) => {
    expect(maskFault(rule, [{ kind: "text", value: "card *" }])).toBe(fault);
  });
});
