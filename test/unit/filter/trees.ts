import fc from "fast-check";
import { allOf, anyOf, not } from "../../../lib/filter/index.ts";
import type { Bound, IpValue, Moment, Node, Pattern, Test } from "../../../lib/filter/index.ts";

const SIGNS = `*\\()"[]<>=!~,.:-%_/?#'{} \t\0éЖßİΣ`.split("").concat("\u{1f600}");
const WORDS = [
  "AND",
  "OR",
  "NOT",
  "TO",
  "type:",
  "tpye:",
  "json.a:",
  "http://",
  "12:30",
  "::1",
  "now",
];

const char = fc.oneof(fc.constantFrom(...SIGNS), fc.constantFrom("a", "B", "1", "я"));
export const anyText = fc
  .array(fc.oneof({ weight: 6, arbitrary: char }, fc.constantFrom(...WORDS), fc.string()), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(""));
const someText = anyText.filter((text) => text !== "");

const plain = someText.map((text): Pattern => [text]);
const wild = fc
  .tuple(anyText, fc.array(someText, { maxLength: 2 }), anyText)
  .map(([first, middle, last]): Pattern => [first, ...middle, last]);
const isStar = (pattern: Pattern) => pattern.length === 2 && pattern.join("") === "";
const pattern = fc.oneof(plain, wild).filter((one) => !isStar(one));

const integer = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(String);
const decimal = fc.oneof(fc.integer(), fc.constantFrom(0.5, -12.25, 1e6)).map(String);
const address = fc.constantFrom("10.0.0.1", "::1", "2001:db8::7", "255.255.255.255");

const clock = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.option(fc.integer({ min: 0, max: 59 })),
  ms: fc.constant(null),
});
const date = fc.record({
  year: fc.option(fc.integer({ min: 1990, max: 2040 })),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 28 }),
});
const units = fc.constantFrom("s", "m", "h", "d", "w", "M", "y");
const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.constantFrom("today", "yesterday").map((name): Moment => ({ kind: "day", name })),
  fc
    .tuple(fc.integer({ min: -90, max: 90 }), units, fc.option(units))
    .map(([amount, unit, floor]): Moment => {
      return { kind: "relative", amount, unit: amount === 0 ? "s" : unit, floor };
    }),
  fc
    .tuple(date, fc.option(clock), fc.option(fc.constantFrom(0, 180, -210)))
    .map(([day, time, zone]): Moment => {
      const offset = day.year === null || time === null ? null : zone;
      return { kind: "calendar", date: day, clock: time, offset };
    }),
  clock.map((time): Moment => ({ kind: "calendar", date: null, clock: time, offset: null })),
);

const ipValue: fc.Arbitrary<IpValue> = fc.oneof(
  fc
    .constantFrom("10.0.0.0/8", "::1", "2001:db8::/32", "192.168.1.1")
    .map((network): IpValue => ({ kind: "network", network })),
  fc.constantFrom("private", "public").map((scope): IpValue => ({ kind: "scope", scope })),
  pattern
    .filter((one) => !/^[0-9a-f:./]+$/i.test(one.join("")))
    .map((one): IpValue => ({ kind: "text", pattern: one })),
);

function pairOf<Kind extends Bound["kind"]>(kind: Kind, value: fc.Arbitrary<unknown>) {
  const bound = value.map((one) => ({ kind, value: one }) as Bound);
  const op = fc.constantFrom(">", ">=", "<", "<=");
  const compare = fc.tuple(op, bound).map(([sign, one]): Test => {
    return { kind: "compare", op: sign, bound: one };
  });
  const range = fc.tuple(bound, bound).map(([from, to]): Test => ({ kind: "range", from, to }));
  return { compare, range };
}

const someOf = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.array(arbitrary, { minLength: 1, maxLength: 3 });
const term = (
  name: string,
  test: fc.Arbitrary<Test>,
  path: fc.Arbitrary<string[]> = fc.constant([]),
) =>
  fc.tuple(test, path).map(([one, keys]): Node => {
    return { kind: "field", field: name, path: keys, test: one };
  });

const present = fc.constant<Test>({ kind: "present" });
const equals = someOf(pattern).map((values): Test => ({ kind: "equals", values }));
const equalsOne = pattern.map((one): Test => ({ kind: "equals", values: [one] }));
const contains = pattern.map((one): Test => ({ kind: "contains", pattern: one }));
const numbers = pairOf("number", integer);
const decimals = pairOf("number", decimal);
const moments = pairOf("moment", moment);
const time = fc.oneof(
  moment.map((value): Test => ({ kind: "time", value })),
  fc
    .tuple(moment, moment)
    .map(([from, to]): Test => ({ kind: "time", value: { kind: "between", from, to } })),
);
const keys = fc.array(anyText, { minLength: 1, maxLength: 3 });
const user = fc.oneof(
  fc.nat().map((id): Test => ({ kind: "userId", id: String(id) })),
  pattern.map((one): Test => ({ kind: "userName", pattern: one })),
);

const leaf: fc.Arbitrary<Node> = fc.oneof(
  fc.oneof(plain, wild).map((one): Node => ({ kind: "text", pattern: one })),
  term("type", fc.oneof(equals, present)),
  term("item", fc.oneof(equals, present)),
  term("desc", fc.oneof(contains, present)),
  term("user", fc.oneof(user, present)),
  term("time", fc.oneof(time, moments.compare, moments.range, present)),
  term(
    "id",
    fc.oneof(
      someOf(integer).map((values): Test => ({ kind: "numbers", values })),
      numbers.compare,
      numbers.range,
    ),
  ),
  term(
    "ip",
    fc.oneof(
      someOf(ipValue).map((values): Test => ({ kind: "addresses", values })),
      address.map((one): Test => {
        const bound: Bound = { kind: "address", value: one };
        return { kind: "range", from: bound, to: bound };
      }),
    ),
  ),
  term("json", fc.oneof(equalsOne, present, decimals.compare, decimals.range), keys),
);

/** Any tree that a query can be; joined and negated a few levels deep. */
export const anyTree: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.array(tie("node"), { minLength: 2, maxLength: 4 }).map((items) => allOf(items) ?? fail()),
    fc.array(tie("node"), { minLength: 2, maxLength: 4 }).map((items) => anyOf(items) ?? fail()),
    tie("node").map(not),
  ),
})).node;

function fail(): never {
  throw new TypeError("nothing was joined");
}
