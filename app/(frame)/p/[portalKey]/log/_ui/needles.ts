import { parseQuery, type Node } from "../../../../../../lib/filter/shared.ts";

const TEXT_FIELDS = ["desc", "uri", "ua", "user", "item"];
const MIN_LENGTH = 2;

/** Literal texts that the query wants to find: what it excludes is nowhere to be seen. */
export function needlesOf(q: string): string[] {
  const read = parseQuery(q);
  const node = read.ok ? read.query : read.lastValidPart;
  const found = node === null ? [] : textsOf(node);
  return [...new Set(found)].filter((text) => text.length >= MIN_LENGTH);
}

function textsOf(node: Node): string[] {
  switch (node.kind) {
    case "and":
    case "or":
      return node.items.flatMap(textsOf);
    case "text":
      return [...node.pattern];
    case "field": {
      const { field, path, test } = node;
      const isText = TEXT_FIELDS.includes(field) || path.length > 0;
      const holdsText = test.kind === "contains" || test.kind === "userName";
      return isText && holdsText ? [...test.pattern] : [];
    }
    case "not":
      return [];
  }
}
