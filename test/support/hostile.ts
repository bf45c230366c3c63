type Random = () => number;

/** Numbers from zero up to one, the same in each run. */
export function openRandom(seed: number): Random {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const TEXTS = [
  ...[
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "\udc00x",
    "\u202e",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "`",
    "*",
    "**",
  ],
  ...["' OR 1=1 --", "); DROP TABLE entry; --", "$1", "${x}", "{{7*7}}", "../../etc/passwd"],
  ...["-1", "0", "00", "1e309", "9223372036854775808", "99999999999999999999999", "NaN", "0x10"],
  ...[
    "2026-13-45",
    "now-999999999d",
    "::ffff:1.2.3.4/129",
    "10.0.0.0/-1",
    "[2001:db8::]",
    "а".repeat(300),
  ],
  ...["extend", "count", "ASC", "auditid", "clock", "null", "true", "__proto__", "constructor"],
  ...['"(', "(((", "a:b:c", "type:", "ip:/", "time:[a TO b]", "json.a.b:>1", "NOT NOT -x", "OR"],
];
const NAMES = [
  ...["auditids", "userids", "time_from", "time_till", "filter", "search", "countOutput", "output"],
  ...["sortfield", "sortorder", "limit", "preservekeys", "searchByAny", "startSearch", "after"],
  ...["excludeSearch", "searchWildcardsEnabled", "__proto__", "constructor", "x"],
];
const FIELDS = [
  "auditid",
  "userid",
  "clock",
  "ip",
  "details",
  "severity",
  "action",
  "itemId",
  "id",
];

export function pickOf<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T;
}

export function hostileText(random: Random): string {
  return random() < 0.8
    ? pickOf(random, TEXTS)
    : Array.from({ length: Math.floor(random() * 40) }, () =>
        String.fromCharCode(Math.floor(random() * 65_536)),
      ).join("");
}

/** Any value of JSON, odd ones first. */
export function hostileValue(random: Random, depth = 0): unknown {
  const sort = Math.floor(random() * (depth > 3 ? 5 : 8));
  if (sort === 0) return null;
  if (sort === 1) return random() < 0.5;
  if (sort === 2) return pickOf(random, [0, -1, 1.5, 1e308, 2_147_483_648, 5, 1]);
  if (sort < 5) return hostileText(random);
  const size = Math.floor(random() * 4);
  const values = Array.from({ length: size }, () => hostileValue(random, depth + 1));
  if (sort === 5) return values;
  return Object.fromEntries(values.map((value) => [pickOf(random, [...NAMES, ...FIELDS]), value]));
}

/** Parameters of auditlog.get that are partly right. */
export function hostileParams(random: Random): Record<string, unknown> {
  const names = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pickOf(random, NAMES));
  return Object.fromEntries(
    names.map((name) => {
      const isMap = (name === "filter" || name === "search") && random() < 0.8;
      if (!isMap) return [name, hostileValue(random)];
      return [name, { [pickOf(random, FIELDS)]: hostileValue(random, 2) }];
    }),
  );
}

/** A body of JSON-RPC: wrong in its text, its envelope or its parameters. */
export function hostileBody(random: Random): string {
  const call = { jsonrpc: "2.0", id: hostileValue(random, 3), method: "auditlog.get", params: {} };
  const sort = Math.floor(random() * 6);
  if (sort === 0) return hostileText(random);
  if (sort === 1) return JSON.stringify(hostileValue(random));
  const text = JSON.stringify(
    sort === 2
      ? { ...call, [pickOf(random, ["jsonrpc", "method", "auth", "x"])]: hostileValue(random) }
      : { ...call, params: hostileParams(random) },
  );
  if (sort === 3) return text.slice(0, Math.floor(random() * text.length));
  return sort === 4 ? `[${text},${JSON.stringify(hostileValue(random))}]` : text;
}

export function hostileQuery(random: Random, names: readonly string[]): string {
  const query = new URLSearchParams();
  for (let at = 0; at < 1 + random() * 3; at += 1) {
    query.append(pickOf(random, [...names, "x"]), hostileText(random));
  }
  return random() < 0.9 ? `?${query.toString()}` : "?%zz=%ff&&&=%00";
}
