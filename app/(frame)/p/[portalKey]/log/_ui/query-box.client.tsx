"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "use-intl";
import {
  createElement,
  Suspense,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from "react";
import type { QueryFault } from "../../../../../../lib/filter/shared.ts";
import { useQueryLanguage, withQueryLanguage } from "./query-language.ts";
import type { SuggestHandle, SuggestSources } from "./query-suggest.client.tsx";
import type { Draft } from "./undo-stack.ts";
import { useQueryDraft, type QueryDraft } from "./use-query-draft.ts";
import { later } from "../../../../../_ui/later.ts";
import styles from "./query-box.module.css";

const loadSuggest = async () => (await import("./query-suggest.client.tsx")).QuerySuggest;
const QuerySuggest = later(loadSuggest);

const NOTHING = { focus: () => undefined };

interface Props {
  q: string;
  sources: SuggestSources;
  onApply(q: string, isTyping: boolean): void;
  ref: Ref<{ focus(): void }>;
}

/** One box for words and conditions: what is wrong in it is underlined and explained, and not applied. */
export function QueryBox({ q, sources, onApply, ref }: Props) {
  const t = useTranslations("log.query");
  const ids = { list: useId(), fault: useId() };
  const draft = useQueryDraft(q, onApply);
  const language = useQueryLanguage();
  const box = useRef<HTMLInputElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const suggest = useRef<SuggestHandle>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState<string | null | undefined>(undefined);
  useImperativeHandle(ref, () => box.current ?? NOTHING);
  const [fault] = draft.faults;
  const isOpen = caret !== null;
  const isListed = isOpen && active !== undefined;
  const [hasFocus, setFocus] = useState(false);
  // While a value is still to be chosen its lack is no news; elsewhere the mark in the box is enough.
  const isAwaited = isListed && fault?.reason === "value_missing";
  const isExplained = fault !== undefined && !isAwaited && (hasFocus || draft.isApplied);
  const put = (next: Draft | null) => {
    if (next === null) return;
    // React writes the text first.
    requestAnimationFrame(() => box.current?.setSelectionRange(next.caret, next.caret));
    setCaret(next.caret);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || suggest.current?.onKey(event) === true) return;
    const isStep = stepOf(event, draft);
    if (isStep !== undefined) put(isStep);
    else if (event.key === "Enter") {
      draft.submit();
      setCaret(null);
    } else if (event.key === "ArrowDown") setCaret(event.currentTarget.selectionStart ?? 0);
    else if (event.key === "Escape") {
      event.preventDefault();
      if (isOpen) setCaret(null);
      else box.current?.blur();
    }
  };
  return (
    <div className={styles.place}>
      <div className={styles.box} data-wrong={fault !== undefined}>
        <Search size={16} aria-hidden="true" />
        <div className={styles.field}>
          <div ref={mirror} className={styles.mirror} aria-hidden="true">
            <Marked text={draft.text} faults={draft.faults} />
          </div>
          <input
            ref={box}
            className={styles.input}
            role="combobox"
            aria-label={t("label")}
            aria-autocomplete="list"
            aria-expanded={isListed}
            aria-controls={isListed ? ids.list : undefined}
            aria-activedescendant={isListed ? (active ?? undefined) : undefined}
            aria-invalid={fault !== undefined}
            aria-describedby={isExplained ? ids.fault : undefined}
            placeholder={t("placeholder")}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            enterKeyHint="search"
            value={draft.text}
            onFocus={() => {
              setFocus(true);
              withQueryLanguage(() => void loadSuggest());
            }}
            onClick={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onBlur={() => {
              setFocus(false);
              setCaret(null);
            }}
            onScroll={(event) => slide(mirror.current, event.currentTarget.scrollLeft)}
            onSelect={(event) => {
              slide(mirror.current, event.currentTarget.scrollLeft);
              const place = event.currentTarget.selectionStart ?? 0;
              setCaret((present) => (present === null ? null : place));
            }}
            onChange={(event) => {
              const { value, selectionStart } = event.target;
              draft.type({ text: value, caret: selectionStart ?? 0 }, caret ?? draft.text.length);
              setCaret(selectionStart ?? value.length);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <EndOfBox isEmpty={draft.text === ""} onClear={() => draft.set("")} />
      </div>
      <div className={styles.below}>
        {isExplained &&
          language !== null &&
          createElement(language.QueryFaultNote, { id: ids.fault, fault, draft })}
        {isOpen && language !== null && (
          <Suspense>
            <QuerySuggest
              ref={suggest}
              id={ids.list}
              text={draft.text}
              caret={caret}
              sources={sources}
              onActive={setActive}
              onAccept={(next) => {
                draft.set(next.text, caret);
                put(next);
              }}
            />
          </Suspense>
        )}
      </div>
    </div>
  );
}

function EndOfBox({ isEmpty, onClear }: { isEmpty: boolean; onClear(): void }) {
  const t = useTranslations("log.query");
  if (isEmpty) {
    return (
      <kbd className={styles.hint} aria-hidden="true">
        /
      </kbd>
    );
  }
  return (
    <button type="button" className={styles.clear} aria-label={t("clear")} onClick={onClear}>
      <X size={14} />
    </button>
  );
}

/** Undo and redo as every text field has them; undefined when the key is neither. */
function stepOf(
  event: KeyboardEvent<HTMLInputElement>,
  draft: QueryDraft,
): Draft | null | undefined {
  if ((!event.ctrlKey && !event.metaKey) || event.altKey) return undefined;
  const caret = event.currentTarget.selectionStart ?? 0;
  const isRedo = event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey);
  if (!isRedo && event.code !== "KeyZ") return undefined;
  event.preventDefault();
  return isRedo ? draft.redo(caret) : draft.undo(caret);
}

function slide(mirror: HTMLElement | null, left: number): void {
  if (mirror !== null) mirror.style.transform = `translateX(${-left}px)`;
}

function Marked({ text, faults }: { text: string; faults: QueryFault[] }) {
  const parts: { text: string; isWrong: boolean }[] = [];
  let place = 0;
  for (const { at } of faults.toSorted((left, right) => left.at.start - right.at.start)) {
    const start = Math.max(at.start, place);
    // A fault at the very end has no letter of its own.
    const end = Math.max(at.end, start);
    if (start > place) parts.push({ text: text.slice(place, start), isWrong: false });
    parts.push({ text: text.slice(start, end) || " ", isWrong: true });
    place = end;
  }
  parts.push({ text: text.slice(place), isWrong: false });
  return parts.map((part, index) =>
    part.isWrong ? (
      <span key={index} className={styles.wrong}>
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}
