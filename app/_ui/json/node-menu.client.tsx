"use client";

import {
  CircleCheck,
  CircleMinus,
  CirclePlus,
  CircleSlash,
  Columns3,
  Copy,
  Route,
} from "lucide-react";
import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import type { Node, Picked } from "../../../lib/filter/shared.ts";
import { ActionMenu, type ActionItem } from "../controls/action-menu.client.tsx";
import { copiedValue, pickedNode, presentNode, printPath } from "./node-terms.ts";
import { pathOf, type TreeNode } from "./tree-nodes.ts";

export interface NodeActions {
  edit(edit: "include" | "exclude", picked: Picked): void;
  /** Rows that have something at this place, or that have not. */
  require(present: Node, isPresent: boolean): void;
  /** Shows the place as a column of the list; null for a place that cannot be one. */
  columnFor?: (path: string[]) => (() => void) | null;
}

interface Props {
  nodes: TreeNode[];
  node: TreeNode;
  actions: NodeActions | null;
  trigger: RefObject<HTMLElement | null>;
  label: string;
  onClose(): void;
}

const MAX_SHOWN = 40;

/** What can be done with one place of a value. */
export function NodeMenu({ nodes, node, actions, trigger, label, onClose }: Props) {
  const t = useTranslations("jsonTree");
  const path = pathOf(nodes, node.index);
  const asked = actions === null ? [] : conditions(actions);

  function conditions(act: NodeActions): ActionItem[] {
    const items: ActionItem[] = [];
    const picked = pickedNode(nodes, node);
    const present = presentNode(nodes, node);
    if (picked !== null) {
      const value = shortened(node.text);
      items.push(
        {
          id: "include",
          icon: <CirclePlus size={16} />,
          text: t("include", { value }),
          act: () => act.edit("include", picked),
        },
        {
          id: "exclude",
          icon: <CircleMinus size={16} />,
          text: t("exclude", { value }),
          act: () => act.edit("exclude", picked),
        },
      );
    }
    if (present !== null) {
      const place = shortened(placeOf(present));
      items.push(
        {
          id: "exists",
          icon: <CircleCheck size={16} />,
          text: t("exists", { path: place }),
          act: () => act.require(present, true),
        },
        {
          id: "missing",
          icon: <CircleSlash size={16} />,
          text: t("missing", { path: place }),
          act: () => act.require(present, false),
        },
      );
    }
    const addColumn = act.columnFor?.(path) ?? null;
    if (addColumn !== null) {
      const icon = <Columns3 size={16} />;
      items.push({ id: "column", icon, text: t("column"), act: addColumn });
    }
    return items;
  }

  const copies: ActionItem[] = [
    { id: "path", icon: <Route size={16} />, text: t("copyPath"), copies: () => printPath(path) },
    {
      id: "value",
      icon: <Copy size={16} />,
      text: t("copyValue"),
      copies: () => copiedValue(node),
    },
  ];
  const items = [...asked, ...copies];
  return <ActionMenu label={label} trigger={trigger} items={items} onClose={onClose} />;
}

function placeOf(present: Node): string {
  return present.kind === "field" ? printPath(present.path) : "";
}

function shortened(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}
