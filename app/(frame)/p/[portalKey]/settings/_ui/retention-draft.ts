import type { KeepClass, KeepRules } from "../../../../../../lib/archive/shared.ts";

export interface DraftRule {
  /** Stays the same while the rule is moved and changed. */
  id: number;
  severities: string[];
  types: string[];
  months: KeepClass;
}

export interface RetentionDraft {
  months: KeepClass;
  rules: DraftRule[];
}

export function toDraft({ months, rules }: KeepRules): RetentionDraft {
  return {
    months,
    rules: rules.map(({ severities = [], types = [], months: own }, index) => ({
      ...{ id: index, severities, types },
      months: own,
    })),
  };
}

export function toRules({ months, rules }: RetentionDraft): KeepRules {
  return {
    months,
    rules: rules.map(({ severities, types, months: own }) => ({
      ...(severities.length > 0 && { severities }),
      ...(types.length > 0 && { types }),
      months: own,
    })),
  };
}

/** A rule for everything would make those behind it useless. */
export function isComplete({ rules }: RetentionDraft): boolean {
  return rules.every(({ severities, types }) => severities.length > 0 || types.length > 0);
}

export function addRule(draft: RetentionDraft): RetentionDraft {
  const id = Math.max(-1, ...draft.rules.map((rule) => rule.id)) + 1;
  const rule: DraftRule = { id, severities: [], types: [], months: draft.months };
  return { ...draft, rules: [...draft.rules, rule] };
}

export function changeRule(draft: RetentionDraft, changed: DraftRule): RetentionDraft {
  return { ...draft, rules: draft.rules.map((rule) => (rule.id === changed.id ? changed : rule)) };
}

export function removeRule(draft: RetentionDraft, id: number): RetentionDraft {
  return { ...draft, rules: draft.rules.filter((rule) => rule.id !== id) };
}

/** One place up or down; at the end it stays. */
export function moveRule(draft: RetentionDraft, id: number, step: -1 | 1): RetentionDraft {
  const from = draft.rules.findIndex((rule) => rule.id === id);
  const [rule, other] = [draft.rules[from], draft.rules[from + step]];
  if (rule === undefined || other === undefined) return draft;
  const rules = draft.rules.with(from, other).with(from + step, rule);
  return { ...draft, rules };
}

export function isSameDraft(one: RetentionDraft, other: RetentionDraft): boolean {
  return JSON.stringify(toRules(one)) === JSON.stringify(toRules(other));
}
