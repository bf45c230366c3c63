"use client";

import { ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp, Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "../controls/button.client.tsx";
import { SearchField } from "../controls/search-field.client.tsx";
import type { JsonTreeState } from "./use-json-tree.ts";
import styles from "./json-tree.module.css";

/** Looking for a text in the tree, and folding of all of it. */
export function TreeTools({ tree }: { tree: JsonTreeState }) {
  const t = useTranslations("jsonTree");
  const { find, hits, hit } = tree;
  const isLooking = find.trim() !== "";
  return (
    <div className={styles.tools}>
      <SearchField
        label={t("find")}
        icon={<Search size={15} />}
        value={find}
        onChange={tree.setFind}
        onEnter={(isBack) => tree.step(isBack ? -1 : 1)}
      />
      <span className={styles.count} role="status">
        {isLooking && t("hits", { count: hits.length, place: hits.length === 0 ? 0 : hit + 1 })}
      </span>
      {isLooking && (
        <>
          <IconButton
            size="sm"
            label={t("before")}
            isDisabled={hits.length < 2}
            onPress={() => tree.step(-1)}
          >
            <ChevronUp size={16} />
          </IconButton>
          <IconButton
            size="sm"
            label={t("next")}
            isDisabled={hits.length < 2}
            onPress={() => tree.step(1)}
          >
            <ChevronDown size={16} />
          </IconButton>
        </>
      )}
      <span className={styles.space} />
      <IconButton size="sm" label={t("unfoldAll")} onPress={() => tree.foldAll(false)}>
        <ChevronsUpDown size={16} />
      </IconButton>
      <IconButton size="sm" label={t("foldAll")} onPress={() => tree.foldAll(true)}>
        <ChevronsDownUp size={16} />
      </IconButton>
    </div>
  );
}
