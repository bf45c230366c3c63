import { allOf, type Node } from "../../filter/index.ts";

/** A query that counts answer: what it says about the things that entries are counted by, and about users. */
export interface TallyQuery {
  groups: Node | null;
  users: Node | null;
}

const GROUP_FIELDS = ["sev", "type", "module", "site"];

/** Fields with facets that counts answer. */
export const TALLY_FIELDS = [...GROUP_FIELDS, "user", "ip"];

/** Null when counts do not tell enough. */
export function toTallyQuery(node: Node | null): TallyQuery | null {
  const items = node?.kind === "and" ? node.items : node === null ? [] : [node];
  const groups = items.filter((item) => isAbout(item, GROUP_FIELDS));
  const users = items.filter((item) => isAbout(item, ["user"]));
  if (groups.length + users.length < items.length) return null;
  return { groups: allOf(groups), users: allOf(users) };
}

function isAbout(node: Node, fields: readonly string[]): boolean {
  return fieldsOf(node).every((field) => field !== null && fields.includes(field));
}

/** Fields that the query asks about; null stands for words. */
function fieldsOf(node: Node): (string | null)[] {
  switch (node.kind) {
    case "and":
    case "or":
      return node.items.flatMap(fieldsOf);
    case "not":
      return fieldsOf(node.item);
    case "text":
      return [null];
    case "field":
      return [node.field];
  }
}
