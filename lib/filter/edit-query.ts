import { allOf, anyOf, fieldTerm, isSameNode, not, type Node } from "./ast.ts";
import { mergeUnits, toChoice, type Choice } from "./choice.ts";
import { internal, invalidInput } from "../errors.ts";
import { ENTRY_FIELDS, findField, type Field, type FieldTable } from "./fields.ts";
import type { Atom } from "./reader.ts";
import { toTest } from "./to-test.ts";

/** A value somebody pointed at: a cell, a facet, a node of a JSON tree; no field for a word. */
export interface Picked {
  field: string | null;
  path?: readonly string[];
  value: string | number | boolean | null;
}

export type ChoiceState = "none" | "include" | "exclude";

type Edit = (query: Node | null, picked: Picked, fields?: FieldTable) => Node | null;

/** Rows with the value too: values of one field are alternatives, other fields narrow the result. */
export const addTerm = inTurn({ isExcluded: true, to: "remove" }, { isExcluded: false, to: "add" });

/** Rows without the value. */
export const excludeTerm = inTurn(
  { isExcluded: false, to: "remove" },
  { isExcluded: true, to: "add" },
);

/** Takes the value back, whether it was included or excluded. */
export const removeTerm = inTurn(
  { isExcluded: false, to: "remove" },
  { isExcluded: true, to: "remove" },
);

/** Only this value of the field: every other choice of it is dropped. */
export const replaceTerm = edit((query, unit) => {
  const key = toChoice(unit)?.key;
  const others = itemsOf(query).filter((item) => toChoice(item)?.key !== key);
  return allOf([...others, unit]);
});

function inTurn(...changes: Omit<Change, "unit">[]): Edit {
  return edit((query, unit) =>
    changes.reduce((changed, one) => change(changed, { ...one, unit }), query),
  );
}

function edit(work: (query: Node | null, unit: Node) => Node | null): Edit {
  return (query, picked, fields = ENTRY_FIELDS) => work(query, toUnit(picked, fields));
}

export function termState(
  query: Node | null,
  picked: Picked,
  fields: FieldTable = ENTRY_FIELDS,
): ChoiceState {
  const unit = toUnit(picked, fields);
  const choices = itemsOf(query).map(toChoice);
  if (choices.some((choice) => holds(choice, { unit, isExcluded: false }))) return "include";
  return choices.some((choice) => holds(choice, { unit, isExcluded: true })) ? "exclude" : "none";
}

interface Change {
  unit: Node;
  isExcluded: boolean;
  to: "add" | "remove";
}

function change(query: Node | null, { unit, isExcluded, to }: Change): Node | null {
  const wanted = toChoice(unit);
  if (wanted === null) throw internal("A single value is always a choice.");
  const isThere = itemsOf(query)
    .map(toChoice)
    .some((choice) => holds(choice, { unit, isExcluded }));
  if (isThere === (to === "add")) return query;
  let isPlaced = to === "remove";
  const items = itemsOf(query).flatMap((item) => {
    const choice = toChoice(item);
    if (choice === null || choice.key !== wanted.key || choice.isExcluded !== isExcluded) {
      return [item];
    }
    if (to === "remove") {
      const others = choice.units.filter((one) => !isSameNode(one, unit));
      return others.length === choice.units.length ? [item] : rebuilt(choice, others);
    }
    // Two words in one text are both wanted; two values of one field can only be alternatives.
    if (isPlaced || (choice.isAdditive && !isExcluded)) return [item];
    isPlaced = true;
    return rebuilt(choice, [...choice.units, unit]);
  });
  const added = isPlaced ? [] : rebuilt({ ...wanted, isExcluded }, [unit]);
  return allOf([...items, ...added]);
}

function holds(choice: Choice | null, { unit, isExcluded }: Omit<Change, "to">): boolean {
  if (choice === null || choice.isExcluded !== isExcluded) return false;
  return choice.units.some((one) => isSameNode(one, unit));
}

function rebuilt({ isExcluded }: Choice, units: readonly Node[]): Node[] {
  const merged = mergeUnits(units);
  if (!isExcluded) {
    const node = anyOf(merged);
    return node === null ? [] : [node];
  }
  return merged.map((node) => (node.kind === "not" ? node.item : not(node)));
}

function itemsOf(query: Node | null): readonly Node[] {
  if (query === null) return [];
  return query.kind === "and" ? query.items : [query];
}

/** One value as a condition; an empty value asks for rows without one. */
export function toUnit(picked: Picked, fields: FieldTable): Node {
  const value = picked.value === null ? "" : String(picked.value);
  if (picked.field === null) {
    if (value === "") throw invalidInput("There is no word to search for.");
    return { kind: "text", pattern: [value] };
  }
  const field = findField(fields, picked.field);
  if (field === null) throw invalidInput(`There is no field ${picked.field}.`);
  const isQuoted = field.kind !== "user" || !/^\d+$/.test(value);
  const atom = { pattern: [value], isQuoted, at: { start: 0, end: 0 } };
  const unit = unitOf({ field, path: picked.path ?? [] }, atom);
  if (unit === null) throw invalidInput(`The field ${field.name} cannot have this value.`);
  return unit;
}

export function unitOf(
  { field, path }: { field: Field; path: readonly string[] },
  atom: Atom,
): Node | null {
  if (field.kind === "json" && path.length === 0) return null;
  const text = atom.pattern.length === 1 ? (atom.pattern[0] ?? "") : null;
  if (text === "" || (text !== null && field.blanks.includes(text))) {
    return not(fieldTerm(field.name, { kind: "present" }, path));
  }
  const reading = toTest(field, [atom]);
  return reading.ok ? fieldTerm(field.name, reading.test, path) : null;
}
