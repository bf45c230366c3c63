import fc from "fast-check";
import { POOL } from "./rows.ts";

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

const piece = fc
  .tuple(fc.constantFrom(...POOL.text, ...POOL.item, ...POOL.type), fc.nat(9), fc.nat(9))
  .map(([text, from, length]) => text.slice(from, from + length + 1) || text)
  .filter((text) => text !== "");
const literal = piece.map(quoted);
const wild = fc
  .tuple(fc.constantFrom("", "*"), piece, fc.constantFrom("", "*"), piece)
  .map(([before, one, middle, other]) => `""${before}${quoted(one)}${middle}${quoted(other)}*`);
const value = fc.oneof(literal, wild, fc.constant("*"));
const listed = fc.array(fc.oneof(literal, wild), { minLength: 1, maxLength: 3 });
const sign = fc.constantFrom(">", ">=", "<", "<=");

const moment = fc.constantFrom(
  ...["now", "now-3h", "now/d", "now-1d/d", "now/w", "now/M", "now-1y/y", "today", "yesterday"],
  ...["2026-11-21", "2026-11-20", "10:30", "2026-11-21T10:30", "2026-11-21T09:30:00Z", "03.11"],
  ...["2026-10-25", "2026-10-25T02:30", '"03.11 14:00"', "2025-12-31T23:30:00Z"],
);
const timeTest = fc.oneof(
  moment,
  fc.constantFrom(
    '"01.11 - 03.11 14:00"',
    '"31.12 - 03.11"',
    '"10:00 - 11:00"',
    '"yesterday - now"',
  ),
  fc.tuple(sign, moment).map((pair) => pair.join("")),
  fc.tuple(moment, moment).map(([from, to]) => `[${from} TO ${to}]`),
);
const network = fc.constantFrom(
  ...["10.0.0.0/8", "10.0.0.1", "::1", "2001:db8::/32", "private", "public", "::ffff:10.0.0.1"],
  ...['"no host"', "10.*", "10.1.2.3/9", "::/0", "0.0.0.0/0"],
);
const ipTest = fc.oneof(
  fc.array(network, { minLength: 1, maxLength: 2 }).map((list) => list.join(",")),
  fc.constantFrom("[10.0.0.1 TO 10.0.9.9]", "[::1 TO 2001:db8::5]", "*"),
);
const number = fc.constantFrom("5", "-7", "0", "17", "200", "9000000000000000000");
const numberTest = fc.oneof(
  fc.array(number, { minLength: 1, maxLength: 3 }).map((list) => list.join(",")),
  fc.tuple(sign, number).map((pair) => pair.join("")),
  fc.tuple(number, number).map(([from, to]) => `[${from} TO ${to}]`),
  fc.constant("*"),
);
const path = fc.constantFrom(
  "a",
  '"b c".0',
  '"b c"',
  "a.0",
  "a.-1",
  "a.1.b",
  "0",
  "1",
  "none",
  "requestId",
);
const jsonTest = fc.oneof(
  fc.constantFrom("cookie", "COOKIE", "5", "5.5", "07", "true", "null", "c*e", "*", "0.0000001"),
  fc.constantFrom(">4", "<=5", ">5.4", "[-3 TO 5]", ">=7", "1000000000000000000000"),
);
/** One condition as a person writes it. */
export const condition = fc.oneof(
  fc.oneof(literal, wild),
  fc
    .tuple(fc.constantFrom("type", "item", "site", "sev", "request"), listed)
    .map(([name, list]) => {
      return `${name}:${list.join(",")}`;
    }),
  fc
    .tuple(fc.constantFrom("type", "item", "site", "ua", "uri", "desc", "user"), value)
    .map((pair) => {
      return pair.join(":");
    }),
  fc.constantFrom("user:1", "user:0", "user:петр", "user:ben*", 'user:"5"', 'user:"#3"', "user:*"),
  fc.tuple(fc.constantFrom("id", "guest"), numberTest).map((pair) => pair.join(":")),
  timeTest.map((one) => `time:${one}`),
  fc.constantFrom("hour:<8", "hour:[9 TO 10]", "hour:0,10,23", "hour:*", "-hour:>=20"),
  fc.constantFrom("weekday:6", "weekday:>5", "weekday:[1 TO 5]"),
  fc.constantFrom(
    "is:new-address",
    "is:NEW-*",
    "is:*",
    "-is:*",
    "is:other",
    "is:new-address,other",
  ),
  ipTest.map((one) => `ip:${one}`),
  fc.tuple(path, jsonTest).map(([keys, one]) => `json.${keys}:${one}`),
);
/** Conditions joined and negated, down to three levels. */
export const query = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 3, arbitrary: condition },
    fc.tuple(tie("node"), tie("node")).map(([one, other]) => `(${one} ${other})`),
    fc.tuple(tie("node"), tie("node")).map(([one, other]) => `(${one} OR ${other})`),
    tie("node").map((one) => `-(${one})`),
  ),
})).node;
