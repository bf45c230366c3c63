import { stringify } from "lossless-json";
import { allOf, not, printQuery, type Node, type Picked } from "../../../lib/filter/shared.ts";
import { pathOf, type TreeNode } from "./tree-nodes.ts";

const MAX_VALUE = 500;

/**
 * The condition a node stands for. One of a list stands for any of the list: its place says little.
 * Null where nothing can be compared.
 */
export function pickedNode(nodes: TreeNode[], node: TreeNode): Picked | null {
  const isSingle = node.kind === "string" || node.kind === "number" || node.kind === "boolean";
  const path = wholePath(nodes, node);
  if (!isSingle || path.length === 0) return null;
  if (node.text === "" || node.text.length > MAX_VALUE) return null;
  return { field: "json", path, value: node.kind === "number" ? inFull(node.text) : node.text };
}

/** Rows that have anything at this place; null for a value that has no place. */
export function presentNode(nodes: TreeNode[], node: TreeNode): Node | null {
  const path = wholePath(nodes, node);
  if (path.length === 0) return null;
  return { kind: "field", field: "json", path, test: { kind: "present" } };
}

export function addPresent(query: Node | null, present: Node): string {
  return printQuery(allOf([query, present]));
}

export function addMissing(query: Node | null, present: Node): string {
  return printQuery(allOf([query, not(present)]));
}

/** The place of a node as the query language writes it, without the field itself. */
export function printPath(path: readonly string[]): string {
  if (path.length === 0) return "";
  const text = printQuery({ kind: "field", field: "json", path, test: { kind: "present" } });
  return text.replace(/^json\./, "").replace(/:\*$/, "");
}

/** A single value as it is, anything else as indented JSON with all digits. */
export function copiedValue(node: TreeNode): string {
  if (node.kind !== "object" && node.kind !== "list") return node.text;
  return stringify(node.value, undefined, 2) ?? "";
}

function wholePath(nodes: TreeNode[], node: TreeNode): string[] {
  const path = pathOf(nodes, node.index);
  const isElement = nodes[node.parent]?.kind === "list";
  return isElement ? path.slice(0, -1) : path;
}

// The database writes numbers without an exponent.
function inFull(text: string): string {
  return /e/i.test(text) ? String(Number(text)) : text;
}
