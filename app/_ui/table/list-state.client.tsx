"use client";

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../controls/button.client.tsx";
import { ErrorState } from "../states/error-state.client.tsx";
import { SkeletonRows } from "../states/skeleton.client.tsx";
import { StateView } from "../states/state-view.tsx";
import { ROW_HEIGHT } from "./list-page.client.tsx";
import type { OlderPages } from "./use-older-pages.ts";

interface Props {
  list: OlderPages;
  icon: LucideIcon;
  title: string;
  /** Gives up the filters; left out where there is none, so that nothing was ever recorded. */
  clear?: { title: string; onPress(): void } | undefined;
  children: ReactNode;
}

/** A list without rows: still being read, not readable, or really empty. */
export function ListState({ list, icon: Icon, title, clear, children }: Props) {
  if (list.isLoading) return <SkeletonRows rows={14} rowHeight={ROW_HEIGHT} />;
  if (list.error !== null) return <ErrorState error={list.error} onRetry={list.refresh} />;
  return (
    <StateView
      icon={<Icon size={30} strokeWidth={1.6} />}
      title={title}
      actions={clear !== undefined && <Button onPress={clear.onPress}>{clear.title}</Button>}
    >
      <p>{children}</p>
    </StateView>
  );
}
