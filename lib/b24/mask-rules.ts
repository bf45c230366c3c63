import { z } from "zod";

const MAX_RULES = 50;
const MAX_CHARS = 100;
const MIN_TEXT = 3;
const MIN_KEY = 2;
const MAX_STARS = 10;

const value = z.string().trim().min(1, "must not be empty").max(MAX_CHARS);

const KeyMask = z.strictObject({
  kind: z.literal("key"),
  value: value.refine((name) => signsOf(name) >= MIN_KEY, {
    error: `must hold at least ${MIN_KEY} letters or digits`,
  }),
});

const TextMask = z.strictObject({
  kind: z.literal("text"),
  value: value
    .refine((text) => text.replace(/[\s*]/g, "").length >= MIN_TEXT, {
      error: `must hold at least ${MIN_TEXT} characters besides blanks and stars`,
    })
    .refine((text) => text.split("*").length <= MAX_STARS + 1, {
      error: `may hold at most ${MAX_STARS} stars`,
    })
    .refine((text) => !/\*{3}/.test(text), {
      error: "may not look for ***, which is what masked values are shown as",
    })
    .transform((text) => text.replace(/\*+/g, "*")),
});

/** What is masked besides the known secrets: names whose values are, and texts where `*` is any text. */
export const MaskRuleList = z
  .array(z.discriminatedUnion("kind", [KeyMask, TextMask]))
  .max(MAX_RULES, `must be at most ${MAX_RULES}`)
  .transform(withoutRepeats);

function signsOf(name: string): number {
  return name.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

function withoutRepeats<Rule extends { kind: string; value: string }>(rules: Rule[]): Rule[] {
  return [...new Map(rules.map((rule) => [`${rule.kind} ${rule.value}`, rule])).values()];
}
