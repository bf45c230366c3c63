import {
  isPlain,
  type Bound,
  type FieldTerm,
  type IpValue,
  type Node,
  type Pattern,
} from "./ast.ts";
import { ENTRY_FIELDS, findField, type FieldTable } from "./fields.ts";
import { looksLikeField, printKey } from "./read-term.ts";
import { printMoment, printTimeValue } from "./time-value.ts";

/** The query as text; reading it again gives the same tree. */
export function printQuery(node: Node | null, fields: FieldTable = ENTRY_FIELDS): string {
  if (node === null) return "";
  switch (node.kind) {
    case "and":
      return node.items
        .map((item) => inside(item, { fields, isTight: item.kind === "or" }))
        .join(" ");
    case "or":
      return node.items.map((item) => inside(item, { fields, isTight: false })).join(" OR ");
    case "not": {
      const isTight = node.item.kind === "and" || node.item.kind === "or";
      return `-${inside(node.item, { fields, isTight })}`;
    }
    case "text":
      return printWord(node.pattern, fields);
    case "field":
      return printField(node, fields);
  }
}

function inside(node: Node, input: { fields: FieldTable; isTight: boolean }): string {
  const text = printQuery(node, input.fields);
  return input.isTight ? `(${text})` : text;
}

function printWord(pattern: Pattern, fields: FieldTable): string {
  const bare = printBare(pattern);
  const isOther = bare === null || /^(?:-|(?:AND|OR|NOT)$)/.test(bare);
  return isOther || looksLikeField(bare, fields) ? printQuoted(pattern) : bare;
}

function printField(term: FieldTerm, fields: FieldTable): string {
  const name = [term.field, ...term.path.map(printKey)].join(".");
  return `${name}:${printTest(term, fields)}`;
}

function printTest({ field, test }: FieldTerm, fields: FieldTable): string {
  switch (test.kind) {
    case "present":
      return "*";
    case "equals": {
      const isList = findField(fields, field)?.operators.includes("list") ?? false;
      return test.values.map((pattern) => printAtom(pattern, isList)).join(",");
    }
    case "contains":
      return printAtom(test.pattern, false);
    case "numbers":
      return test.values.join(",");
    case "addresses":
      return test.values.map(printAddress).join(",");
    case "userId":
      return test.id;
    case "userName": {
      const isId = isPlain(test.pattern) && /^(?:#|user_)?\d+$/i.test(test.pattern[0] ?? "");
      return isId ? printQuoted(test.pattern) : printAtom(test.pattern, false);
    }
    case "time":
      return printAtom([printTimeValue(test.value)], false);
    case "compare":
      return `${test.op}${printBound(test.bound)}`;
    case "range":
      return `[${printBound(test.from)} TO ${printBound(test.to)}]`;
  }
}

function printBound(bound: Bound): string {
  return bound.kind === "moment" ? printAtom([printMoment(bound.value)], false) : bound.value;
}

function printAddress(value: IpValue): string {
  if (value.kind === "network") return value.network;
  if (value.kind === "scope") return value.scope;
  return isPlain(value.pattern) ? printQuoted(value.pattern) : printAtom(value.pattern, true);
}

function printAtom(pattern: Pattern, isList: boolean): string {
  const bare = printBare(pattern);
  const isOther = bare === null || bare === "*" || (isList && bare.includes(","));
  return isOther || /^[[(<>=!~]/.test(bare) ? printQuoted(pattern) : bare;
}

// Brackets and quotes could stay bare in some places; in quotes they are plain in all.
function printBare(pattern: Pattern): string | null {
  const text = pattern.join("");
  if (/[\s"()[\]]/.test(text) || pattern.some((piece) => piece.includes("*"))) return null;
  if (pattern.length === 1 && text === "") return null;
  return pattern.map((piece) => piece.replace(/\\(?=["*\\()]|$)/g, "\\\\")).join("*");
}

function printQuoted(pattern: Pattern): string {
  const pieces = pattern.map((piece, index) => {
    const isNeeded = piece !== "" || index === 0;
    return isNeeded ? `"${piece.replace(/["\\]/g, "\\$&")}"` : "";
  });
  return pieces.join("*");
}
