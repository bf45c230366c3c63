import { allOf, anyOf, isStorable, type Node } from "../../filter/index.ts";
import type { RowTest, TextField } from "./row-test.ts";

// More of them help nothing: nearly each block has one.
const MAX_VALUES = 50;

/** What the blocks of the archive can tell: each entry that passes the test meets it too. Null for nothing. */
export function narrow(test: RowTest): Node | null {
  switch (test.kind) {
    case "all":
      return allOf(test.items.slice(0, MAX_VALUES).map(narrow));
    case "any": {
      const nodes = test.items.map(narrow);
      const isNarrow = nodes.length > 0 && nodes.length <= MAX_VALUES && !nodes.includes(null);
      return isNarrow ? anyOf(nodes) : null;
    }
    case "texts":
      return ofTexts(test.field, test.values);
    case "like":
      return ofPattern(test.field, test.pattern);
    case "numbers":
      return ofNumbers(test);
    case "networks":
      return {
        ...{ kind: "field", field: "ip", path: [] },
        test: {
          kind: "addresses",
          values: test.networks.map((network) => ({ kind: "network", network })),
        },
      };
    case "not":
    case "after":
    case "types":
      return null;
  }
}

const CODES: Partial<Record<TextField, string>> = {
  severity: "sev",
  auditTypeId: "type",
  moduleId: "module",
  siteId: "site",
  itemId: "item",
};

function ofTexts(field: TextField, values: readonly string[]): Node | null {
  const name = CODES[field];
  if (values.length === 0 || values.length > MAX_VALUES || values.includes("")) return null;
  if (!values.every(isStorable)) return null;
  if (name === undefined) return anyOf(values.map((value) => ofPattern(field, [value])));
  return {
    ...{ kind: "field", field: name, path: [] },
    test: { kind: "equals", values: values.map((value) => [value]) },
  };
}

const TEXTS: Partial<Record<TextField, string>> = {
  userAgent: "ua",
  requestUri: "uri",
  description: "desc",
};

// The longest piece stands somewhere in the text.
function ofPattern(field: TextField, pattern: readonly string[]): Node | null {
  const piece = pattern.reduce((best, one) => (one.length > best.length ? one : best), "");
  if (piece === "" || !isStorable(piece)) return null;
  if (field === "userName") {
    const test = { kind: "userName", pattern: [piece] } as const;
    return { kind: "field", field: "user", path: [], test };
  }
  const name = TEXTS[field];
  if (name === undefined) return null;
  return { kind: "field", field: name, path: [], test: { kind: "contains", pattern: [piece] } };
}

function ofNumbers({ field, values }: Extract<RowTest, { kind: "numbers" }>): Node | null {
  if (values.length === 0 || values.length > MAX_VALUES) return null;
  if (field === "seq") {
    return { kind: "field", field: "id", path: [], test: { kind: "numbers", values } };
  }
  // None is stored as nothing, which is not looked up.
  if (field !== "userId" || values.includes("0")) return null;
  const users = values.map((id): Node => {
    return { kind: "field", field: "user", path: [], test: { kind: "userId", id } };
  });
  return anyOf(users);
}
