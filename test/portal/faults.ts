import type { CallKind } from "./journal.ts";
import type { Json } from "./php-values.ts";

export interface FaultAction {
  delayMs?: number;
  /** Nothing happens before this is settled: a delay whose end the test decides. */
  until?: Promise<unknown>;
  status?: number;
  html?: boolean | string;
  /** A system error by its code, or any error in full. */
  error?: string | { code: string; description?: string; status?: number };
  /** The connection dies before the call has an effect. */
  dropBefore?: boolean;
  /** The call has its effect, but no answer arrives. */
  dropAfter?: boolean;
  redirectTo?: string;
  /** Makes something else of what a v3 call returned. */
  reshape?: (result: Json) => Json;
}

export interface FaultRule {
  match: { kind: CallKind; method?: string; user?: number; memberId?: string };
  times?: number;
  probability?: number;
  action: FaultAction;
}

export interface FaultSubject {
  kind: CallKind;
  method: string;
  userId: number | null;
  memberId: string | null;
}

function methodMatches(pattern: string | undefined, method: string): boolean {
  if (pattern === undefined) return true;
  const wanted = pattern.toLowerCase();
  if (wanted.endsWith("*")) return method.toLowerCase().startsWith(wanted.slice(0, -1));
  return method.toLowerCase() === wanted;
}

export class Faults {
  #rules: (FaultRule & { left: number })[] = [];

  add(rules: readonly FaultRule[]): void {
    for (const rule of rules) {
      this.#rules.push({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY });
    }
  }

  clear(): void {
    this.#rules = [];
  }

  list(): FaultRule[] {
    return this.#rules.map(({ left, ...rule }) => ({
      ...rule,
      times: Number.isFinite(left) ? left : undefined,
    }));
  }

  /** The first rule that fits takes effect and is used up by one. */
  next(subject: FaultSubject): FaultAction | null {
    const rule = this.#rules.find(({ match, left, probability }) => {
      const fits =
        match.kind === subject.kind &&
        methodMatches(match.method, subject.method) &&
        (match.user === undefined || match.user === subject.userId) &&
        (match.memberId === undefined || match.memberId === subject.memberId);
      return fits && left > 0 && (probability === undefined || Math.random() < probability);
    });
    if (rule === undefined) return null;
    rule.left -= 1;
    if (rule.left <= 0) this.#rules = this.#rules.filter((other) => other !== rule);
    return rule.action;
  }
}
