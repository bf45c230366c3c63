"use client";

import { LocateFixed, Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Button, IconButton } from "../../../../../../_ui/controls/button.client.tsx";
import { Choice } from "../../../../../../_ui/controls/choice.client.tsx";
import { SearchField } from "../../../../../../_ui/controls/search-field.client.tsx";
import { WideDialog } from "../../../../../../_ui/controls/wide-dialog.client.tsx";
import { keyName, ownsText } from "../../../../../../_ui/keys/match-key.ts";
import { ErrorState } from "../../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../../_ui/states/skeleton.client.tsx";
import type { GridHandle } from "../../../../../../_ui/table/data-grid.client.tsx";
import type { Words } from "../field-words.ts";
import { CONTEXT_SCOPES, printView, type ContextScope, type LogView } from "../log-view.ts";
import type { LogPageState } from "../use-log-page.ts";
import { AnchorRow } from "./anchor-row.client.tsx";
import { ContextEntry } from "./context-entry.client.tsx";
import { ContextRows } from "./context-rows.client.tsx";
import { useSurroundings, type Surroundings } from "./use-context.ts";
import styles from "./context-view.module.css";

interface Props {
  view: Extract<LogView, { kind: "context" }>;
  page: LogPageState;
  words: Words;
}

/** What happened before and after an entry, which stays in sight whatever is asked. */
export function ContextView({ view, page, words }: Props) {
  const { id, scope, q } = view;
  const t = useTranslations("entryContext");
  const { change } = page.actions;
  const around = useSurroundings(view);
  const grid = useRef<GridHandle>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const show = (part: Partial<Pick<typeof view, "scope" | "q">>) =>
    change({ over: printView({ ...view, ...part }) }, true);
  const onKeyDown = (event: KeyboardEvent) => {
    const side = { "[": -1, "]": 1 }[keyName(event)];
    if (ownsText(event.target)) return;
    if (event.key === "Escape" && opened !== null) {
      event.stopPropagation();
      close();
    }
    const at = around.rows.findIndex((row) => row.id === opened);
    const next = side === undefined || at < 0 ? undefined : around.rows[at + side];
    if (next === undefined) return;
    event.preventDefault();
    setOpened(next.id);
  };
  const close = () => {
    grid.current?.focusRow(opened);
    setOpened(null);
  };
  return (
    <WideDialog title={t("title", { id })} onClose={() => change({ over: null })}>
      <div className={styles.view} onKeyDown={onKeyDown}>
        <div className={styles.tools}>
          <ScopeChoice scope={scope} around={around} onScope={(next) => show({ scope: next })} />
          <SearchBox key={id} q={q} onSearch={(next) => show({ q: next })} />
        </div>
        {around.anchor !== null && (
          <div className={styles.anchor}>
            <AnchorRow entry={around.anchor} users={around.users} />
            <IconButton size="sm" label={t("toAnchor")} onPress={() => grid.current?.reveal(id)}>
              <LocateFixed size={16} />
            </IconButton>
            <Button size="sm" onPress={() => page.actions.showAround(id)}>
              {t("inLog")}
            </Button>
          </div>
        )}
        <div className={styles.split}>
          <div className={styles.list}>
            {around.isLoading && <SkeletonRows rows={12} rowHeight={46} />}
            {around.error !== null && <ErrorState error={around.error} onRetry={around.retry} />}
            {around.error === null && around.rows.length > 0 && (
              <ContextRows
                ref={grid}
                anchorId={id}
                listKey={`${scope}\n${q}`}
                around={around}
                selected={opened ?? id}
                onOpen={setOpened}
              />
            )}
          </div>
          {opened !== null && (
            <ContextEntry
              id={opened}
              around={around}
              page={page}
              words={words}
              onStep={setOpened}
              onClose={close}
            />
          )}
        </div>
      </div>
    </WideDialog>
  );
}

interface ScopeProps {
  scope: ContextScope;
  around: Surroundings;
  onScope(scope: ContextScope): void;
}

function ScopeChoice({ scope, around, onScope }: ScopeProps) {
  const t = useTranslations("entryContext");
  // Without a request there is nothing of the same request to look at.
  const scopes = CONTEXT_SCOPES.filter(
    (name) => name !== "request" || around.hasRequest || scope === "request",
  );
  return (
    <Choice
      label={t("scope.label")}
      look="chips"
      options={scopes.map((name) => ({ id: name, title: t(`scope.${name}`) }))}
      value={scope}
      onChange={onScope}
    />
  );
}

const TYPING_MS = 350;

function SearchBox({ q, onSearch }: { q: string; onSearch(q: string): void }) {
  const t = useTranslations("entryContext");
  const [text, setText] = useState(q);
  const onPause = useRef(onSearch);
  useEffect(() => {
    onPause.current = onSearch;
  });
  useEffect(() => {
    if (text === q) return;
    const timer = setTimeout(() => onPause.current(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, q]);
  return (
    <SearchField
      label={t("search")}
      icon={<Search size={15} />}
      value={text}
      onChange={setText}
      onEnter={() => onSearch(text)}
    />
  );
}
