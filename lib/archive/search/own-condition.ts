import { allOf, type FieldTerm, type Node } from "../../filter/index.ts";

/** A field of a facet: a field of entries, or a way down into the JSON of descriptions. */
export interface FacetField {
  name: string;
  path: readonly string[];
}

/** The query without what it says about the field alone, and that part by itself. */
export function splitOwn(
  node: Node | null,
  field: FacetField,
): { rest: Node | null; own: FieldTerm[] } {
  const items = node?.kind === "and" ? node.items : node === null ? [] : [node];
  const own = items.filter((item) => isOnlyAbout(item, field));
  const rest = items.filter((item) => !own.includes(item));
  return { rest: allOf(rest), own: own.flatMap(termsIn) };
}

function isOnlyAbout(node: Node, field: FacetField): boolean {
  if (node.kind === "text") return false;
  return termsIn(node).every((term) => isAbout(term, field)) && !holdsText(node);
}

function holdsText(node: Node): boolean {
  if (node.kind === "and" || node.kind === "or") return node.items.some(holdsText);
  return node.kind === "not" ? holdsText(node.item) : node.kind === "text";
}

function termsIn(node: Node): FieldTerm[] {
  if (node.kind === "and" || node.kind === "or") return node.items.flatMap(termsIn);
  if (node.kind === "not") return termsIn(node.item);
  return node.kind === "field" ? [node] : [];
}

function isAbout(term: FieldTerm, { name, path }: FacetField): boolean {
  return term.field === name && JSON.stringify(term.path) === JSON.stringify(path);
}

/** Values that the conditions name, as a person wrote them; patterns name none. */
export function chosenValues(terms: readonly FieldTerm[]): string[] {
  return terms.flatMap(({ test }) => {
    switch (test.kind) {
      case "equals":
        return test.values.flatMap((value) => (value.length === 1 ? [value[0] ?? ""] : []));
      case "numbers":
        return [...test.values];
      case "userId":
        return [test.id];
      case "addresses":
        return test.values.flatMap((one) => (one.kind === "network" ? [one.network] : []));
      case "present":
        return [""];
      default:
        return [];
    }
  });
}
