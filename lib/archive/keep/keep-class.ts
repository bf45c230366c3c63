/** How many months an entry may be kept; 0 is for ever. Each has its own partitions. */
export const KEEP_CLASSES = [0, 1, 3, 6, 12, 24, 36, 60, 120] as const;
export type KeepClass = (typeof KEEP_CLASSES)[number];

export interface KeepRule {
  /** Any of these; every severity when left out. */
  severities?: string[] | undefined;
  /** Any of these codes, `*` standing for any text; every type when left out. */
  types?: string[] | undefined;
  months: KeepClass;
}

/** How long entries are kept: by the first rule that fits, else `months`. */
export interface KeepRules {
  months: KeepClass;
  rules: KeepRule[];
}

export const DEFAULT_KEEP_RULES: KeepRules = { months: 36, rules: [] };

type KeepOf = (severity: string, auditTypeId: string) => KeepClass;

// A portal has some hundred pairs; one that makes up codes must not fill the memory.
const MAX_KNOWN = 10_000;

/** The class of an entry by its severity and type; upper and lower case count the same. */
export function keepOf(input: KeepRules): KeepOf {
  if (input.rules.length === 0) return () => input.months;
  const fits = input.rules.map(({ severities, types, months }) => ({
    severity: toTest(severities, toEqual),
    type: toTest(types, toPattern),
    months,
  }));
  const known = new Map<string, KeepClass>();
  return (severity, auditTypeId) => {
    const key = `${severity}\n${auditTypeId}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const rule = fits.find((fit) => fit.severity(severity) && fit.type(auditTypeId));
    const months = rule?.months ?? input.months;
    if (known.size < MAX_KNOWN) known.set(key, months);
    return months;
  };
}

type Test = (value: string) => boolean;

function toTest(texts: string[] | undefined, toOne: (text: string) => Test): Test {
  if (texts === undefined) return () => true;
  const tests = texts.map(toOne);
  return (value) => tests.some((test) => test(value));
}

function toEqual(text: string): Test {
  const wanted = text.toUpperCase();
  return (value) => value.toUpperCase() === wanted;
}

// Compared piece by piece: an expression with many stars could take for ever on a long code.
function toPattern(text: string): Test {
  const pieces = text.toUpperCase().split("*");
  if (pieces.length === 1) return toEqual(text);
  const [first = "", ...rest] = pieces;
  const last = rest.pop() ?? "";
  return (value) => {
    const whole = value.toUpperCase();
    if (whole.length < first.length + last.length) return false;
    if (!whole.startsWith(first) || !whole.endsWith(last)) return false;
    const inner = whole.slice(first.length, whole.length - last.length);
    let from = 0;
    for (const piece of rest) {
      const at = inner.indexOf(piece, from);
      if (at === -1) return false;
      from = at + piece.length;
    }
    return true;
  };
}
