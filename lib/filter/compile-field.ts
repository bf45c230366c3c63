import {
  isPlain,
  type Bound,
  type CompareOp,
  type FieldTerm,
  type IpValue,
  type Pattern,
  type Test,
} from "./ast.ts";
import type { Bind } from "./bind.ts";
import { anyLike, foldSql, toSearch, type SqlField, type SqlTarget } from "./sql-target.ts";
import { internal } from "../errors.ts";
import type { Field } from "./fields.ts";
import { fold } from "./fold.ts";
import { SHORT_NUMBER_SQL } from "./json-value.ts";
import { networksOf } from "./networks.ts";
import { toLike } from "./pattern.ts";
import { compareLimit, valueLimits, type TimeLimit } from "./resolve-time.ts";

interface Input {
  term: FieldTerm;
  field: Field;
  sql: SqlField;
}

/** One condition of a field; null where the row has no such value. */
export function compileField(input: Input, target: SqlTarget, bind: Bind): string {
  const guard = input.sql.guard?.(input.term, bind) ?? null;
  const condition = compileTerm(input, target, bind);
  return guard === null ? condition : `(${guard} AND ${condition})`;
}

function compileTerm(input: Input, target: SqlTarget, bind: Bind): string {
  const { term, field, sql } = input;
  const { test } = term;
  if (field.kind === "json") return compileJson({ term, sql }, target, bind);
  switch (test.kind) {
    case "present":
      return sql.present?.(bind) ?? compilePresent(input, bind);
    case "equals":
      if (sql.equals !== undefined) return sql.equals(test.values, bind);
      return compileEquals(test.values, sql.folded ?? foldSql(sql.value, target), bind);
    case "contains":
    case "userName":
      return compileTexts({ pattern: test.pattern, sql }, target, bind);
    case "numbers":
      return `${sql.value} = ANY(${bind(test.values, "bigint[]")})`;
    case "userId":
      return `${sql.value} = ${bind(test.id, "bigint")}`;
    case "addresses":
      return anyOfSql(test.values.map((one) => compileAddress(one, { sql, target, bind })));
    case "time":
      return allOfSql(valueLimits(test.value, target).map((one) => compileLimit(one, sql, bind)));
    case "compare":
      return compileBound({ op: test.op, bound: test.bound, sql }, target, bind);
    case "range":
      return allOfSql([
        compileBound({ op: ">=", bound: test.from, sql }, target, bind),
        compileBound({ op: "<=", bound: test.to, sql }, target, bind),
      ]);
  }
}

function anyOfSql(parts: string[]): string {
  return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(" OR ")})`;
}

function allOfSql(parts: string[]): string {
  return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(" AND ")})`;
}

function compilePresent({ field, sql }: Input, bind: Bind): string {
  if (field.kind === "time") return `${sql.value} IS NOT NULL`;
  const isNumber = field.kind === "number" || field.kind === "user";
  if (isNumber && field.blanks.length === 0) return `${sql.value} IS NOT NULL`;
  const blanks = isNumber ? field.blanks : ["", ...field.blanks];
  return `${sql.value} <> ALL(${bind(blanks, isNumber ? "bigint[]" : "text[]")})`;
}

function compileEquals(values: readonly Pattern[], folded: string, bind: Bind): string {
  const plain = values.filter(isPlain).map((pattern) => fold(pattern[0] ?? ""));
  const likes = values.filter((pattern) => !isPlain(pattern)).map((one) => toLike(one, true));
  const parts: string[] = [];
  if (plain.length === 1) parts.push(`${folded} = ${bind(plain[0] ?? "", "text")}`);
  if (plain.length > 1) parts.push(`${folded} = ANY(${bind(plain, "text[]")})`);
  if (likes.length === 1) parts.push(`${folded} LIKE ${bind(likes[0] ?? "", "text")}`);
  if (likes.length > 1) parts.push(`${folded} LIKE ANY(${bind(likes, "text[]")})`);
  return anyOfSql(parts);
}

function compileTexts(
  { pattern, sql }: { pattern: Pattern; sql: SqlField },
  target: SqlTarget,
  bind: Bind,
): string {
  const search = toSearch(pattern, !isPlain(pattern));
  if (sql.match !== undefined) return `(${sql.match(search, bind)})`;
  return anyLike(sql.texts ?? [sql.value], bind(search.like, "text"), target);
}

interface Tools {
  sql: SqlField;
  target: SqlTarget;
  bind: Bind;
}

function compileAddress(value: IpValue, { sql, target, bind }: Tools): string {
  const range = networksOf(value);
  if (range === null) {
    const patterns = value.kind === "text" ? [value.pattern] : [];
    return compileEquals(patterns, sql.folded ?? foldSql(sql.value, target), bind);
  }
  const isIn = `${inetOf(sql)} <<= ANY(${bind(range.networks, "inet[]")})`;
  return range.isOutside ? `NOT (${isIn})` : isIn;
}

function inetOf(sql: SqlField): string {
  if (sql.inet === undefined) throw internal("The target of the query has no address as inet.");
  return sql.inet;
}

function compileLimit({ op, at }: TimeLimit, sql: SqlField, bind: Bind): string {
  return `${sql.value} ${op} ${bind(at.toISOString(), "timestamptz")}`;
}

function compileBound(
  { op, bound, sql }: { op: CompareOp; bound: Bound; sql: SqlField },
  target: SqlTarget,
  bind: Bind,
): string {
  switch (bound.kind) {
    case "moment":
      return compileLimit(compareLimit(op, bound.value, target), sql, bind);
    case "number":
      return `${sql.value} ${op} ${bind(bound.value, "bigint")}`;
    case "address":
      return `${inetOf(sql)} ${op} ${bind(bound.value, "inet")}`;
  }
}

// An array stands for each of its elements; `$[*]` leaves everything else as it is.
function compileJson(
  { term, sql }: { term: FieldTerm; sql: SqlField },
  target: SqlTarget,
  bind: Bind,
): string {
  const path = bind(term.path, "text[]");
  if (term.test.kind === "present") return `(${sql.value} #>> ${path}) <> ''`;
  const items = `jsonb_path_query(${sql.value} #> ${path}, '$[*]') AS item(v)`;
  return `EXISTS (SELECT FROM ${items} WHERE ${compileItem(term.test, target, bind)})`;
}

function compileItem(test: Test, target: SqlTarget, bind: Bind): string {
  const text = "(v #>> '{}')";
  if (test.kind === "equals") {
    const isScalar = "jsonb_typeof(v) NOT IN ('object', 'array')";
    return `${isScalar} AND ${compileEquals(test.values, foldSql(text, target), bind)}`;
  }
  const bounds: [CompareOp, Bound][] =
    test.kind === "range"
      ? [
          [">=", test.from],
          ["<=", test.to],
        ]
      : test.kind === "compare"
        ? [[test.op, test.bound]]
        : [];
  const isNumber = `(jsonb_typeof(v) = 'number' OR ${text} ~ '${SHORT_NUMBER_SQL}')`;
  const parts = bounds.flatMap(([op, bound]) =>
    bound.kind === "number" ? [`${text}::numeric ${op} ${bind(bound.value, "numeric")}`] : [],
  );
  return parts.length === 0 ? "false" : `CASE WHEN ${isNumber} THEN ${parts.join(" AND ")} END`;
}
