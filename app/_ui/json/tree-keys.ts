import type { TreeNode } from "./tree-nodes.ts";

export type TreeMove =
  | { kind: "go"; index: number }
  | { kind: "fold"; index: number; isFolded: boolean }
  | { kind: "menu"; index: number };

interface At {
  shown: TreeNode[];
  folded: ReadonlySet<number>;
  active: number;
}

const PAGE = 10;

/** What a key does in a tree; null where it is none of the tree's keys. */
export function treeMove(name: string, { shown, folded, active }: At): TreeMove | null {
  const at = Math.max(
    0,
    shown.findIndex(({ index }) => index === active),
  );
  const node = shown[at];
  if (node === undefined) return null;
  const go = (place: number): TreeMove => {
    const target = shown[Math.min(Math.max(place, 0), shown.length - 1)] ?? node;
    return { kind: "go", index: target.index };
  };
  const isOpen = node.size > 0 && !folded.has(node.index);
  switch (name) {
    case "ArrowDown":
      return go(at + 1);
    case "ArrowUp":
      return go(at - 1);
    case "PageDown":
      return go(at + PAGE);
    case "PageUp":
      return go(at - PAGE);
    case "Home":
      return go(0);
    case "End":
      return go(shown.length - 1);
    case "ArrowRight":
      if (node.size === 0) return go(at);
      return isOpen ? go(at + 1) : { kind: "fold", index: node.index, isFolded: false };
    case "ArrowLeft":
      if (isOpen) return { kind: "fold", index: node.index, isFolded: true };
      return { kind: "go", index: node.parent < 0 ? node.index : node.parent };
    case "Enter":
    case " ":
      if (node.size === 0) return { kind: "menu", index: node.index };
      return { kind: "fold", index: node.index, isFolded: isOpen };
    case "m":
    case "ContextMenu":
    case "F10":
      return { kind: "menu", index: node.index };
    default:
      return null;
  }
}
