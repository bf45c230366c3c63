import { PEER_TABLE, type PeerQuestion } from "./archive-peer.ts";
import type { Sample } from "./archive-samples.ts";

/** A condition with its values; placeholders are counted on from the given number. */
export interface Condition {
  sql: (first: number) => string;
  values: unknown[];
}

interface Span {
  from?: string;
  to?: string;
}

type Scope = Pick<Sample, "portalId">;

const TEXTS = [
  "description",
  "request_uri",
  "user_agent",
  "item_id",
  "audit_type_id",
  "module_id",
  "remote_addr",
];
const FACETS = ["severity", "audit_type_id", "module_id", "user_id", "remote_addr"];

/** What `contains` with `mode: "insensitive"` of any of the columns becomes. */
export function contains(text: string, columns: readonly string[] = TEXTS): Condition {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return {
    sql: (first) => `(${columns.map((column) => `${column} ILIKE $${first}`).join(" OR ")})`,
    values: [pattern],
  };
}

export function equal(columns: Record<string, string>): Condition {
  const names = Object.keys(columns);
  return {
    sql: (first) => names.map((name, index) => `${name} = $${first + index}`).join(" AND "),
    values: Object.values(columns),
  };
}

// Addresses are texts in the plain table: a network is their beginning, as near as that comes.
export function network(value: string): Condition {
  const starts =
    value === "private"
      ? ["10.", "192.168."]
      : [/^[\d.]+(?=\.0\/)|^[^/]+(?=::\/)|^[^/]+/.exec(value)?.[0] ?? value];
  return {
    sql: (first) =>
      `(${starts.map((_, index) => `remote_addr ILIKE $${first + index}`).join(" OR ")})`,
    values: starts.map((start) => `${start}%`),
  };
}

function where(
  { portalId }: Scope,
  { span = {}, condition }: { span?: Span; condition?: Condition | undefined },
): { sql: string; values: unknown[] } {
  const values: unknown[] = [portalId];
  const parts = ["portal_id = $1"];
  for (const [sign, time] of [
    [">=", span.from],
    ["<", span.to],
  ] as const) {
    if (time === undefined) continue;
    values.push(time);
    parts.push(`at ${sign} $${values.length}::timestamptz`);
  }
  if (condition !== undefined) {
    parts.push(condition.sql(values.length + 1));
    values.push(...condition.values);
  }
  return { sql: parts.join(" AND "), values };
}

export function page(
  sample: Scope,
  { condition, limit }: { condition?: Condition; limit: number },
): PeerQuestion {
  const { sql, values } = where(sample, { condition });
  const text = `SELECT * FROM ${PEER_TABLE} WHERE ${sql} ORDER BY at DESC LIMIT ${limit}`;
  return { text, values };
}

/** By `skip`, as pages with numbers do. */
export function deepPage(sample: Sample, { limit }: { limit: number }): PeerQuestion {
  const skip = `(SELECT count(*) FROM ${PEER_TABLE} WHERE portal_id = $1 AND at >= $2)`;
  const text = `SELECT * FROM ${PEER_TABLE} WHERE portal_id = $1 ORDER BY at DESC OFFSET ${skip} LIMIT ${limit}`;
  return { text, values: [sample.portalId, sample.at] };
}

export function context({ portalId, at }: Sample): PeerQuestion[] {
  const half = (sign: string, order: string): PeerQuestion => ({
    text: `SELECT * FROM ${PEER_TABLE} WHERE portal_id = $1 AND at ${sign} $2 ORDER BY at ${order} LIMIT 50`,
    values: [portalId, at],
  });
  return [half("<=", "DESC"), half(">", "ASC")];
}

interface CountInput {
  span: Span;
  condition?: Condition | undefined;
}

/** One `groupBy` a facet. */
export function facets(sample: Scope, input: CountInput): PeerQuestion[] {
  const { sql, values } = where(sample, input);
  return FACETS.map((column) => ({
    text: `SELECT ${column}, count(*) FROM ${PEER_TABLE} WHERE ${sql}
      GROUP BY ${column} ORDER BY count(*) DESC LIMIT 10`,
    values,
  }));
}

export function histogram(sample: Scope, input: CountInput): PeerQuestion[] {
  const { sql, values } = where(sample, input);
  const text = `SELECT date_trunc('day', at, 'Europe/Berlin') AS bar, severity, count(*)
    FROM ${PEER_TABLE} WHERE ${sql} GROUP BY 1, 2 ORDER BY 1`;
  return [{ text, values }];
}
