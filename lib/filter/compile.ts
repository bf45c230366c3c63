import type { Node, Pattern } from "./ast.ts";
import { openBinder, type Bind } from "./bind.ts";
import { compileField } from "./compile-field.ts";
import { internal } from "../errors.ts";
import { ENTRY_FIELDS, findField } from "./fields.ts";
import { patternLiterals } from "./pattern.ts";
import { anyLike, toSearch, type MatchText, type SqlTarget } from "./sql-target.ts";

export interface CompiledQuery {
  /** A boolean expression that can stand beside any other; null counts as not found. */
  text: string;
  values: unknown[];
  /** Pieces of three characters and more that each found row holds in one of its texts. */
  literals: string[];
}

/** The query as a condition of SQL: values are parameters, names come from the target alone. */
export function compile(node: Node | null, target: SqlTarget): CompiledQuery {
  const { bind, values } = openBinder(target.firstParameter ?? 1);
  const condition = node === null ? "true" : compileNode(node, target, bind);
  const text = node?.kind === "field" ? `(${condition})` : condition;
  return { text, values, literals: [...new Set(node === null ? [] : requiredLiterals(node))] };
}

function compileNode(node: Node, target: SqlTarget, bind: Bind): string {
  switch (node.kind) {
    case "and":
    case "or": {
      const parts = node.items.map((item) => compileNode(item, target, bind));
      return `(${parts.join(node.kind === "and" ? " AND " : " OR ")})`;
    }
    // What is unknown does not hold, so its opposite does.
    case "not":
      return `((${compileNode(node.item, target, bind)}) IS NOT TRUE)`;
    case "text": {
      const match = target.matchText;
      return compileText({ pattern: node.pattern, texts: target.texts, match }, target, bind);
    }
    case "field": {
      const field = findField(target.table ?? ENTRY_FIELDS, node.field);
      const sql = field === null ? undefined : target.fields[field.name];
      if (field === null || sql === undefined) {
        throw internal(`The target of the query does not know the field ${node.field}.`);
      }
      return compileField({ term: node, field, sql }, target, bind);
    }
  }
}

function compileText(
  input: { pattern: Pattern; texts: readonly string[]; match: MatchText | undefined },
  target: SqlTarget,
  bind: Bind,
): string {
  const search = toSearch(input.pattern, false);
  if (input.match !== undefined) return `(${input.match(search, bind)})`;
  const like = bind(search.like, "text");
  return anyLike(input.texts, like, target);
}

// Only what stands for all rows: one branch of OR or a negation says nothing about them.
function requiredLiterals(node: Node): string[] {
  if (node.kind === "and") return node.items.flatMap(requiredLiterals);
  return node.kind === "text" ? patternLiterals(node.pattern) : [];
}
