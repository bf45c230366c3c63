"use client";

import { useRef, type Ref, type RefObject } from "react";
import type { GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import type { Words } from "./field-words.ts";
import { FirstSteps } from "./first-steps.client.tsx";
import { LogSummary } from "./log-summary.client.tsx";
import { LogToolbar } from "./log-toolbar.client.tsx";
import type { ShownPart } from "./shown-parts.ts";
import type { LogAddressState } from "./use-log-address.ts";
import { headKind, useKeptHeight } from "./use-head-height.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./log-head.module.css";

interface Props {
  state: LogAddressState;
  page: LogPageState;
  words: Words;
  histogram: ShownPart;
  facets: ShownPart;
  grid: RefObject<GridHandle | null>;
  searchRef: Ref<{ focus(): void }>;
  /** The choice between the list and the charts. */
  views: RefObject<HTMLInputElement | null>;
}

/** What stands above the rows: the question, what can be done with the answer, and what it is. */
export function LogHead({ state, page, words, grid, searchRef, views, ...shown }: Props) {
  const { address } = state;
  const head = useRef<HTMLDivElement>(null);
  useKeptHeight(head, headKind(address));
  return (
    <div ref={head} className={styles.head}>
      <LogToolbar state={state} page={page} searchRef={searchRef} grid={grid} />
      {address.view === "list" && <FirstSteps page={page} />}
      <LogSummary viewsRef={views} address={address} page={page} words={words} {...shown} />
    </div>
  );
}
