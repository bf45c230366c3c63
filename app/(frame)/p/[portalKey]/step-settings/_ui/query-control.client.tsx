"use client";

import { useTranslations } from "use-intl";
import { lazy, Suspense, useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { faultSentence } from "../../../../../../lib/filter/shared.ts";
import { hasExpression } from "../../../../../../lib/steps/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import type { SuggestHandle } from "../../log/_ui/query-suggest.client.tsx";
import { InsertValue } from "./insert-value.client.tsx";
import { putIn } from "./put-in.ts";
import { queryFaults } from "./query-faults.ts";
import { QueryPreview } from "./query-preview.client.tsx";
import type { ControlProps } from "./property-field.client.tsx";
import styles from "./step-settings.module.css";

const QuerySuggest = lazy(async () => {
  const { QuerySuggest } = await import("../../log/_ui/query-suggest.client.tsx");
  return { default: QuerySuggest };
});

/** Values are counted among the entries that the preview looks at. */
const SOURCES = {
  rows: [],
  users: {},
  filter: { q: "", from: "now-7d", to: null, tz: null, sort: "desc" as const },
};

/** The box of the query language; values of the log are offered only to people who may read it. */
export function QueryControl(props: ControlProps) {
  const { property, values, fault, groups, ids, onChange } = props;
  const { user } = useSession();
  const list = useId();
  const box = useRef<HTMLInputElement>(null);
  const suggest = useRef<SuggestHandle>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState<string | null | undefined>(undefined);
  const text = values[0] ?? "";
  const faults = queryFaults(text);
  const isListed = caret !== null && active !== undefined;
  useEffect(() => {
    const field = box.current?.closest("[data-property]");
    if (isListed || faults.length > 0) field?.scrollIntoView({ block: "nearest" });
  }, [isListed, faults.length]);
  const put = (next: string, place: number) => {
    onChange([next]);
    setCaret(place);
    requestAnimationFrame(() => box.current?.setSelectionRange(place, place));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || suggest.current?.onKey(event) === true) return;
    if (event.key === "Escape") setCaret(null);
    if (event.key === "ArrowDown") setCaret(event.currentTarget.selectionStart ?? 0);
  };
  return (
    <>
      <div className={styles.line}>
        <input
          ref={box}
          id={ids.control}
          className={classes(styles.box, styles.mono)}
          role={user.canRead ? "combobox" : undefined}
          aria-autocomplete={user.canRead ? "list" : undefined}
          aria-expanded={user.canRead ? isListed : undefined}
          aria-controls={isListed ? list : undefined}
          aria-activedescendant={isListed ? (active ?? undefined) : undefined}
          aria-describedby={ids.note}
          aria-invalid={faults.length > 0 || fault !== null}
          aria-required={property.isRequired}
          placeholder="type:USER_* -ip:private"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={text}
          onBlur={() => setCaret(null)}
          onSelect={(event) => {
            const place = event.currentTarget.selectionStart ?? 0;
            setCaret((present) => (present === null ? null : place));
          }}
          onChange={({ target }) => {
            onChange([target.value]);
            setCaret(target.selectionStart ?? target.value.length);
          }}
          onKeyDown={onKeyDown}
        />
        <InsertValue
          name={property.name}
          groups={groups}
          onInsert={(expression) => onChange([putIn(box, text, expression)])}
        />
      </div>
      {user.canRead && caret !== null && (
        <div className={styles.suggestions}>
          <Suspense>
            <QuerySuggest
              ref={suggest}
              id={list}
              text={text}
              caret={caret}
              sources={SOURCES}
              onActive={setActive}
              onAccept={(next) => put(next.text, next.caret)}
            />
          </Suspense>
        </div>
      )}
      <QueryFault text={text} onMend={(mended) => put(mended, mended.length)} />
      {user.canRead && faults.length === 0 && text.trim() !== "" && !hasExpression(text) && (
        <QueryPreview query={text} />
      )}
    </>
  );
}

/** The first thing that is wrong, with its place, and what mends it. */
function QueryFault({ text, onMend }: { text: string; onMend(text: string): void }) {
  const t = useTranslations("stepSettings");
  const { lang } = useSession();
  const [fault] = queryFaults(text);
  if (fault === undefined) return null;
  const { at, suggestion } = fault;
  const part = text.slice(at.start, Math.min(at.end, at.start + 40));
  const sentence = faultSentence(fault, lang === "ru" ? "ru" : "en");
  return (
    <div className={styles.line}>
      <p className={styles.wrong} role="alert">
        {t(part === "" ? "queryFaultAt" : "queryFault", { place: at.start + 1, part, sentence })}
      </p>
      {suggestion !== undefined && (
        <Button
          size="sm"
          onPress={() => onMend(`${text.slice(0, at.start)}${suggestion}${text.slice(at.end)}`)}
        >
          {t("mend", { suggestion })}
        </Button>
      )}
    </div>
  );
}
