import { useMemo, useState } from "react";
import {
  findNodes,
  foldables,
  foldedAtFirst,
  parentsOf,
  shownNodes,
  toNodes,
  type TreeNode,
} from "./tree-nodes.ts";

export interface JsonTreeState {
  nodes: TreeNode[];
  shown: TreeNode[];
  folded: ReadonlySet<number>;
  /** Node the keys act on. */
  active: number;
  find: string;
  /** Nodes that hold the text looked for, and which of them is the present one. */
  hits: number[];
  hit: number;
  setActive(index: number): void;
  setFolded(index: number, isFolded: boolean): void;
  foldAll(isFolded: boolean): void;
  setFind(text: string): void;
  /** Goes to the next hit, or with -1 to the one before. */
  step(by: 1 | -1): void;
}

/** State of one tree. Give the component another key for another value. */
export function useJsonTree(value: unknown): JsonTreeState {
  const nodes = useMemo(() => toNodes(value), [value]);
  const [folded, setFoldedSet] = useState<ReadonlySet<number>>(() => foldedAtFirst(nodes));
  const [active, setActive] = useState(0);
  const [find, setFindText] = useState("");
  const [hit, setHit] = useState(0);
  const shown = useMemo(() => shownNodes(nodes, folded), [nodes, folded]);
  const hits = useMemo(() => findNodes(nodes, find), [nodes, find]);

  const goTo = (index: number | undefined) => {
    if (index === undefined) return;
    const parents = parentsOf(nodes, index);
    setActive(index);
    setFoldedSet((before) => without(before, parents));
  };
  const setFolded = (index: number, isFolded: boolean) =>
    setFoldedSet((before) => (isFolded ? new Set([...before, index]) : without(before, [index])));
  return {
    nodes,
    shown,
    folded,
    active,
    find,
    hits,
    hit,
    setActive,
    setFolded,
    foldAll: (isFolded) => {
      setFoldedSet(isFolded ? foldables(nodes) : new Set());
      // A node inside a folded one cannot stay the present one.
      if (isFolded) setActive((index) => parentsOf(nodes, index).at(-1) ?? index);
    },
    setFind: (text) => {
      setFindText(text);
      setHit(0);
      goTo(findNodes(nodes, text)[0]);
    },
    step: (by) => {
      if (hits.length === 0) return;
      const next = (hit + by + hits.length) % hits.length;
      setHit(next);
      goTo(hits[next]);
    },
  };
}

function without(set: ReadonlySet<number>, gone: number[]): ReadonlySet<number> {
  if (!gone.some((index) => set.has(index))) return set;
  return new Set([...set].filter((index) => !gone.includes(index)));
}
