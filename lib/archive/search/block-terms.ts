import type { Pattern } from "../../filter/index.ts";
import { toLike } from "../../filter/index.ts";
import { requiredTerms } from "../blocks/required-terms.ts";
import { userLookup, type Plan } from "./plan.ts";

/** Sets of terms, one of which the block of each found row holds as a whole; null when blocks do not help. */
export function termsOf({ node, lookups }: Plan): number[][] | null {
  return requiredTerms(node, {
    userIdsOfPattern: (pattern) => usersOf(pattern, lookups.find),
    typesOfPattern: (pattern) => lookups.titled(pattern),
  });
}

// A name that a word is part of may be wider than the one that is asked for, never narrower.
function usersOf(pattern: Pattern, find: Plan["lookups"]["find"]): readonly number[] | null {
  const held = find({ source: "user", likes: [toLike(pattern, false)] });
  return held === undefined ? (find(userLookup(pattern)) ?? null) : held;
}
