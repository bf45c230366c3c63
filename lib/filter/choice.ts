import { fieldTerm, type FieldTerm, type IpValue, type Node, type Pattern } from "./ast.ts";

/** Values of one field that a facet or a cell can switch: included as alternatives, or excluded. */
export interface Choice {
  key: string;
  isExcluded: boolean;
  /** A condition for each single value. */
  units: readonly Node[];
  /** A second included value narrows the result instead of widening it. */
  isAdditive: boolean;
}

/** What a condition chooses; null for those that are no plain choice of values. */
export function toChoice(node: Node): Choice | null {
  if (node.kind === "text") {
    return { key: "", isExcluded: false, units: [node], isAdditive: true };
  }
  if (node.kind === "field" && node.test.kind === "present") {
    return choiceOf(node, { isExcluded: true, units: [{ kind: "not", item: node }] });
  }
  if (isNoValue(node)) return choiceOf(node.item, { isExcluded: false, units: [node] });
  if (node.kind === "not") {
    const choice = toChoice(node.item);
    return choice === null || choice.isExcluded ? null : { ...choice, isExcluded: true };
  }
  if (node.kind === "field") {
    const units = splitTerm(node);
    return units === null ? null : choiceOf(node, { isExcluded: false, units });
  }
  return node.kind === "or" ? joinedChoice(node.items) : null;
}

function isNoValue(node: Node): node is { kind: "not"; item: FieldTerm } {
  return node.kind === "not" && node.item.kind === "field" && node.item.test.kind === "present";
}

function joinedChoice(items: readonly Node[]): Choice | null {
  const choices = items.map(toChoice);
  const [first] = choices;
  if (first === undefined || first === null) return null;
  const isOne = choices.every((one) => one?.key === first.key && !one.isExcluded);
  return isOne ? { ...first, units: choices.flatMap((one) => one?.units ?? []) } : null;
}

function choiceOf(term: FieldTerm, input: { isExcluded: boolean; units: readonly Node[] }): Choice {
  const key = JSON.stringify([term.field, ...term.path]);
  return { key, isAdditive: term.test.kind === "contains", ...input };
}

function splitTerm(term: FieldTerm): FieldTerm[] | null {
  const { field, path, test } = term;
  switch (test.kind) {
    case "equals":
      return test.values.map((value) =>
        fieldTerm(field, { kind: "equals", values: [value] }, path),
      );
    case "numbers":
      return test.values.map((value) => fieldTerm(field, { kind: "numbers", values: [value] }));
    case "addresses":
      return test.values.map((value) => fieldTerm(field, { kind: "addresses", values: [value] }));
    case "contains":
    case "userId":
    case "userName":
    case "time":
      return [term];
    case "present":
    case "compare":
    case "range":
      return null;
  }
}

/** The conditions of one field with their lists joined; conditions without lists stay single. */
export function mergeUnits(units: readonly Node[]): Node[] {
  const lists = { equals: [] as Pattern[], numbers: [] as string[], addresses: [] as IpValue[] };
  const others: Node[] = [];
  let first: FieldTerm | null = null;
  for (const unit of units) {
    const test = unit.kind === "field" ? unit.test : null;
    const isSingle = unit.kind === "field" && unit.path.length > 0;
    if (test?.kind === "equals" && !isSingle) lists.equals.push(...test.values);
    else if (test?.kind === "numbers") lists.numbers.push(...test.values);
    else if (test?.kind === "addresses") lists.addresses.push(...test.values);
    else others.push(unit);
    if (unit.kind === "field") first ??= unit;
  }
  const name = first?.field ?? "";
  const { equals, numbers, addresses } = lists;
  return [
    ...(equals.length > 0 ? [fieldTerm(name, { kind: "equals", values: equals })] : []),
    ...(numbers.length > 0 ? [fieldTerm(name, { kind: "numbers", values: numbers })] : []),
    ...(addresses.length > 0 ? [fieldTerm(name, { kind: "addresses", values: addresses })] : []),
    ...others,
  ];
}
