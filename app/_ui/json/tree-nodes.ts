import { isNumber, partsOf, scalarWords } from "./exact-value.ts";

export type NodeKind = "object" | "list" | "string" | "number" | "boolean" | "null";

/** One line of the tree; nodes stand in the order in which a reader meets them. */
export interface TreeNode {
  index: number;
  parent: number;
  /** First node after this one that is not inside it. */
  end: number;
  level: number;
  key: string;
  kind: NodeKind;
  value: unknown;
  /** Text of a single value, empty for objects and lists. */
  text: string;
  size: number;
  /** Place among its neighbours, from 1, and how many they are. */
  place: number;
  places: number;
}

/** All nodes below an object or a list. Descriptions are never deeper than a hundred levels. */
export function toNodes(root: unknown): TreeNode[] {
  const nodes: TreeNode[] = [];
  addParts(nodes, { value: root, parent: -1, level: 1 });
  return nodes;
}

interface Whole {
  value: unknown;
  parent: number;
  level: number;
}

function addParts(nodes: TreeNode[], { value: whole, parent, level }: Whole): void {
  const parts = partsOf(whole) ?? [];
  const places = parts.length;
  for (let at = 0; at < places; at += 1) {
    const [key, value] = parts[at] ?? ["", null];
    const kind = kindOf(value);
    const index = nodes.length;
    const text = kind === "object" || kind === "list" ? "" : (scalarWords(value) ?? "null");
    const place = at + 1;
    const node: TreeNode = {
      index,
      parent,
      end: index + 1,
      level,
      key,
      kind,
      value,
      text,
      size: 0,
      place,
      places,
    };
    nodes.push(node);
    if (text !== "" || kind === "string") continue;
    addParts(nodes, { value, parent: index, level: level + 1 });
    node.end = nodes.length;
    node.size = partCount(value);
  }
}

function partCount(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

function kindOf(value: unknown): NodeKind {
  if (value === null || value === undefined) return "null";
  if (isNumber(value)) return "number";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  return Array.isArray(value) ? "list" : "object";
}

/** Nodes that are not inside a folded one. */
export function shownNodes(nodes: TreeNode[], folded: ReadonlySet<number>): TreeNode[] {
  const shown: TreeNode[] = [];
  for (let index = 0; index < nodes.length;) {
    const node = nodes[index];
    if (node === undefined) break;
    shown.push(node);
    index = folded.has(index) ? node.end : index + 1;
  }
  return shown;
}

const MAX_OPEN = 400;

/** Small values are open as a whole, of large ones the first level is. */
export function foldedAtFirst(nodes: TreeNode[]): ReadonlySet<number> {
  return nodes.length <= MAX_OPEN ? new Set() : foldables(nodes);
}

export function foldables(nodes: TreeNode[]): Set<number> {
  return new Set(nodes.filter(({ size }) => size > 0).map(({ index }) => index));
}

/** Nodes whose key or value holds a text, in whatever case. */
export function findNodes(nodes: TreeNode[], text: string): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const isHit = ({ key, text: value }: TreeNode) =>
    key.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted);
  return nodes.filter(isHit).map(({ index }) => index);
}

/** The nodes around a node, the outermost last. */
export function parentsOf(nodes: TreeNode[], index: number): number[] {
  const parents: number[] = [];
  for (let at = nodes[index]?.parent ?? -1; at >= 0; at = nodes[at]?.parent ?? -1) parents.push(at);
  return parents;
}

export function pathOf(nodes: TreeNode[], index: number): string[] {
  const keys = [index, ...parentsOf(nodes, index)].map((at) => nodes[at]?.key ?? "");
  return keys.reverse();
}
