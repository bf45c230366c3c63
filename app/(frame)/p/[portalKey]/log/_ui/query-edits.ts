import {
  addTerm,
  excludeTerm,
  parseQuery,
  printQuery,
  removeTerm,
  replaceTerm,
  termState,
  type FieldTerm,
  type Node,
  type Picked,
} from "../../../../../../lib/filter/shared.ts";

export type QueryEdit = "include" | "exclude" | "only" | "remove";

const EDITS = { include: addTerm, exclude: excludeTerm, only: replaceTerm, remove: removeTerm };

/** The query as far as it can be understood. */
export function readQuery(text: string): Node | null {
  const read = parseQuery(text);
  return read.ok ? read.query : read.lastValidPart;
}

/** The query with a value that was pointed at included, excluded or taken back. */
export function editQuery(text: string, edit: QueryEdit, picked: Picked): string {
  return printQuery(EDITS[edit](readQuery(text), picked));
}

export function stateOf(text: string, picked: Picked): ReturnType<typeof termState> {
  return termState(readQuery(text), picked);
}

/** The same, or null for a value that no condition can name: the log holds what a field's own kind refuses. */
export function conditionState(text: string, picked: Picked): ReturnType<typeof termState> | null {
  try {
    return stateOf(text, picked);
  } catch {
    // Told as a plain value instead.
    return null;
  }
}

/** The query with exactly these values of a field included; its other conditions stay. */
export function chooseValues(text: string, field: string, values: string[]): string {
  let query = readQuery(text);
  const before = chosenValues(text, field);
  for (const value of before) {
    if (!values.includes(value)) query = removeTerm(query, { field, value });
  }
  for (const value of values) {
    if (!before.includes(value)) query = addTerm(query, { field, value });
  }
  return printQuery(query);
}

/** Values of a field that the query includes; an empty text stands for rows without one. */
export function chosenValues(text: string, field: string): string[] {
  const query = readQuery(text);
  const items = query?.kind === "and" ? query.items : query === null ? [] : [query];
  return items.flatMap((item) => valuesOf(item, field) ?? []);
}

function valuesOf(node: Node, field: string): string[] | null {
  if (node.kind === "or") {
    const parts = node.items.map((item) => valuesOf(item, field));
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
  }
  if (node.kind === "not") {
    const { item } = node;
    return item.kind === "field" && item.field === field && item.test.kind === "present"
      ? [""]
      : null;
  }
  return node.kind === "field" && node.field === field ? testValues(node) : null;
}

function testValues({ test }: FieldTerm): string[] | null {
  if (test.kind === "equals") return test.values.map((pattern) => pattern.join("*"));
  if (test.kind === "userId") return [test.id];
  if (test.kind === "numbers") return [...test.values];
  return null;
}
