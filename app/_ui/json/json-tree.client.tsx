"use client";

import { useTranslations } from "use-intl";
import {
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from "react";
import { keyName } from "../keys/match-key.ts";
import { useSettling, useVirtualRows } from "../table/use-virtual-rows.ts";
import { NodeMenu, type NodeActions } from "./node-menu.client.tsx";
import { TreeRow } from "./tree-row.client.tsx";
import { TreeTools } from "./tree-tools.client.tsx";
import { treeMove } from "./tree-keys.ts";
import { useJsonTree } from "./use-json-tree.ts";
import styles from "./json-tree.module.css";

export type { NodeActions } from "./node-menu.client.tsx";

interface Props {
  label: string;
  /** An object or a list; numbers may be lossless ones. */
  value: unknown;
  /** Conditions are offered only where a query can look into the value. */
  actions: NodeActions | null;
}

const ROW = 26;

/** A value as a tree. Text nodes only: what the log holds is never markup. */
export function JsonTree({ label, value, actions }: Props) {
  const t = useTranslations("jsonTree");
  const tree = useJsonTree(value);
  const { nodes, shown, folded, active } = tree;
  const scroller = useRef<HTMLDivElement>(null);
  const menuAt = useRef<HTMLElement>(null);
  const [menu, setMenu] = useState<number | null>(null);
  const id = useId();
  const keys = useMemo(() => shown.map(({ index }) => String(index)), [shown]);
  const virtual = useVirtualRows({
    ...{ scroller, keys },
    ...{ rowHeight: ROW, ahead: 10, firstHeight: 600 },
  });
  const { first, last, places } = virtual;
  useSettling(virtual);
  const place = shown.findIndex(({ index }) => index === active);
  const scrollTo = useEffectEvent(virtual.scrollTo);
  useEffect(() => {
    if (place >= 0) scrollTo(place, "auto");
  }, [place]);

  const openMenu = (index: number) => {
    menuAt.current = document.getElementById(`${id}-${index}`);
    setMenu(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const name = keyName(event);
    const move = event.key === "F10" && !event.shiftKey ? null : treeMove(name, tree);
    if (move === null) return;
    event.preventDefault();
    if (move.kind === "go") tree.setActive(move.index);
    else if (move.kind === "fold") tree.setFolded(move.index, move.isFolded);
    else openMenu(move.index);
  };
  const menuNode = menu === null ? undefined : nodes[menu];
  return (
    <div className={styles.box}>
      <TreeTools tree={tree} />
      <div
        ref={scroller}
        role="tree"
        aria-label={label}
        aria-activedescendant={place < 0 ? undefined : `${id}-${active}`}
        tabIndex={0}
        className={styles.tree}
        onKeyDown={onKeyDown}
        onScroll={virtual.onScroll}
      >
        <div role="none" className={styles.rows} style={{ height: places.height }}>
          {shown.slice(first, last + 1).map((node, step) => {
            return (
              <TreeRow
                key={node.index}
                id={`${id}-${node.index}`}
                measure={virtual.measure}
                place={first + step}
                top={places.startOf(first + step)}
                node={node}
                isFolded={folded.has(node.index)}
                isActive={node.index === active}
                isHit={tree.hits[tree.hit] === node.index}
                find={tree.find}
                onPress={() => {
                  tree.setActive(node.index);
                  if (node.size > 0) tree.setFolded(node.index, !folded.has(node.index));
                }}
                onMenu={() => {
                  tree.setActive(node.index);
                  openMenu(node.index);
                }}
              />
            );
          })}
        </div>
      </div>
      {menuNode !== undefined && (
        <NodeMenu
          nodes={nodes}
          node={menuNode}
          actions={actions}
          trigger={menuAt}
          label={t("menu", { key: menuNode.key })}
          onClose={() => {
            setMenu(null);
            scroller.current?.focus();
          }}
        />
      )}
    </div>
  );
}
