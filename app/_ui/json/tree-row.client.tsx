"use client";

import { ChevronDown, ChevronRight, Ellipsis } from "lucide-react";
import { useTranslations } from "use-intl";
import { memo } from "react";
import { classes } from "../controls/classes.ts";
import { Marked as PageMarked } from "../marks/marked.client.tsx";
import { markParts } from "./mark-parts.ts";
import type { TreeNode } from "./tree-nodes.ts";
import styles from "./json-tree.module.css";

interface Props {
  id: string;
  measure(element: Element | null): (() => void) | undefined;
  place: number;
  top: number;
  node: TreeNode;
  isFolded: boolean;
  isActive: boolean;
  isHit: boolean;
  find: string;
  onPress(): void;
  onMenu(): void;
}

const MAX_TEXT = 2_000;
const INDENT = 16;

export const TreeRow = memo(function TreeRow(props: Props) {
  const { id, measure, place, top, node, isFolded, isActive, isHit, find, onPress, onMenu } = props;
  const { level, size, key } = node;
  const isBranch = node.kind === "object" || node.kind === "list";
  const state = [isActive && styles.active, isHit && styles.hit];
  return (
    // The tree itself has the keys: it keeps the focus and names the present row.
    <div
      id={id}
      ref={measure}
      data-index={place}
      data-node={node.index}
      role="treeitem"
      aria-level={level}
      aria-posinset={node.place}
      aria-setsize={node.places}
      aria-expanded={size > 0 ? !isFolded : undefined}
      aria-selected={isActive}
      className={classes(styles.row, ...state)}
      style={{ top: top, paddingLeft: (level - 1) * INDENT }}
      onClick={() => {
        if (window.getSelection()?.isCollapsed !== false) onPress();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu();
      }}
    >
      <span className={styles.fold} aria-hidden="true">
        {size > 0 && (isFolded ? <ChevronRight size={14} /> : <ChevronDown size={14} />)}
      </span>
      <span className={styles.line}>
        <span className={styles.key}>
          <Marked text={key} find={find} />
        </span>
        <span className={styles.colon}>: </span>
        {isBranch ? <Size node={node} /> : <Single node={node} find={find} />}
      </span>
      <MenuButton onMenu={onMenu} />
    </div>
  );
});

function Size({ node }: { node: TreeNode }) {
  const t = useTranslations("jsonTree");
  const name = node.kind === "list" ? "list" : "object";
  return <span className={styles.size}>{t(name, { count: node.size })}</span>;
}

function Single({ node, find }: { node: TreeNode; find: string }) {
  const t = useTranslations("jsonTree");
  const { kind, text } = node;
  const rest = text.length - MAX_TEXT;
  const shown = rest > 0 ? text.slice(0, MAX_TEXT) : text;
  const quote = kind === "string" ? '"' : "";
  return (
    <span className={styles[kind]}>
      {quote}
      <Marked text={shown} find={find} />
      {rest > 0 ? <span className={styles.size}> {t("rest", { count: rest })}</span> : quote}
    </span>
  );
}

/** What the tree is searched for; without that, what the page is. */
function Marked({ text, find }: { text: string; find: string }) {
  if (find.trim() === "") return <PageMarked text={text} />;
  return markParts(text, find).map((part, index) =>
    part.isHit ? <mark key={index}>{part.text}</mark> : part.text,
  );
}

/** For the pointer; keys open the menu from the tree itself. */
function MenuButton({ onMenu }: { onMenu(): void }) {
  const t = useTranslations("jsonTree");
  return (
    <span
      className={styles.more}
      title={t("actions")}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onMenu();
      }}
    >
      <Ellipsis size={15} />
    </span>
  );
}
