import type { EntryView } from "../../../../../../../lib/archive/shared.ts";
import { readDescription } from "../../../../../../_ui/json/exact-value.ts";
import { printPath } from "../../../../../../_ui/json/node-terms.ts";
import { pathOf, toNodes } from "../../../../../../_ui/json/tree-nodes.ts";
import { ENTRY_FIELDS, fieldText, type EntryField } from "../entry/entry-lines.ts";

export interface CompareRow {
  key: string;
  /** A field of the entry, or a place of its description. */
  name: { field: EntryField | "description" } | { path: string };
  /** One for each entry; null where the entry has nothing there. */
  values: (string | null)[];
  isSame: boolean;
}

const MAX_PLACES = 1_000;

/** What entries say, line by line. Structured descriptions are compared place by place. */
export function compareRows(entries: EntryView[]): CompareRow[] {
  const fields = ENTRY_FIELDS.map((field) =>
    row(
      `field ${field}`,
      { field },
      entries.map((entry) => orNone(fieldText(entry, field))),
    ),
  );
  return [...fields, ...descriptionRows(entries)];
}

function descriptionRows(entries: EntryView[]): CompareRow[] {
  const places = entries.map((entry) => placesOf(entry));
  const isStructured = places.some((found) => found !== null);
  const texts = entries.map((entry, index) =>
    places[index] === null ? orNone(fieldText(entry, "description")) : null,
  );
  const whole = row("description", { field: "description" }, texts);
  if (!isStructured) return [whole];
  const names = [...new Set(places.flatMap((found) => [...(found?.keys() ?? [])]))];
  const rows = names.slice(0, MAX_PLACES).map((path) =>
    row(
      `path ${path}`,
      { path },
      places.map((found) => found?.get(path) ?? null),
    ),
  );
  return texts.every((text) => text === null) ? rows : [whole, ...rows];
}

function placesOf({ description }: EntryView): Map<string, string> | null {
  const { tree } = readDescription(description);
  if (tree === null) return null;
  const nodes = toNodes(tree.value);
  const single = nodes.filter(
    ({ size, kind }) => size === 0 && kind !== "object" && kind !== "list",
  );
  return new Map(single.map((node) => [printPath(pathOf(nodes, node.index)), node.text]));
}

function row(key: string, name: CompareRow["name"], values: (string | null)[]): CompareRow {
  return { key, name, values, isSame: values.every((value) => value === values[0]) };
}

function orNone(text: string): string | null {
  return text === "" ? null : text;
}
