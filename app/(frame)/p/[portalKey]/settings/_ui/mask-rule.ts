import type { MasksView } from "../../../../../../lib/archive/shared.ts";

export type MaskRule = MasksView["rules"][number];

const MAX_CHARS = 100;
const MIN_SIGNS = { key: 2, text: 3 };

/** What keeps a rule from being added; the server has the last word. */
export function maskFault(rule: MaskRule, rules: readonly MaskRule[]): "wrong" | "there" | null {
  const { kind, value } = rule;
  const signs =
    kind === "key"
      ? (value.match(/[\p{L}\p{N}]/gu)?.length ?? 0)
      : value.replace(/[\s*]/g, "").length;
  const isShown = kind === "text" && value.includes("***");
  if (signs < MIN_SIGNS[kind] || value.length > MAX_CHARS || isShown) return "wrong";
  return rules.some((one) => one.kind === kind && one.value === value) ? "there" : null;
}
