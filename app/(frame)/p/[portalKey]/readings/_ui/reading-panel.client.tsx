"use client";

import { useTranslations } from "use-intl";
import type { ReadingView } from "../../../../../../lib/access/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { JsonView } from "../../../../../_ui/json/json-view.tsx";
import { Fact } from "../../../../../_ui/panel/fact.tsx";
import { PanelSection } from "../../../../../_ui/panel/panel-section.tsx";
import { SidePanel } from "../../../../../_ui/panel/side-panel.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import cells from "../../../../../_ui/table/cells.module.css";
import { KindBadge, queryText, useMethodName } from "./reading-parts.client.tsx";
import type { ReadingFilter } from "./readings-address.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

interface Props {
  reading: ReadingView;
  takesFocus: boolean;
  onClose(): void;
  onNewer: (() => void) | null;
  onOlder: (() => void) | null;
  onFilter(filter: Partial<ReadingFilter>): void;
}

/** One reading: who, from where, what exactly was asked and how much came of it. */
export function ReadingPanel({ reading, onFilter, ...panel }: Props) {
  const t = useTranslations("readings");
  const method = useMethodName();
  const { rows, address, durationMs, times, query } = reading;
  return (
    <SidePanel
      {...panel}
      label={t("readingTitle")}
      head={<Head reading={reading} onFilter={onFilter} />}
    >
      <dl>
        <Fact title={t("columns.query")}>{method(reading.method)}</Fact>
        <Fact title={t("columns.rows")}>{rows ?? "–"}</Fact>
        <Fact title={t("columns.address")}>{address ?? t("noAddress")}</Fact>
        <Fact title={t("columns.duration")}>{t("ms", { value: durationMs })}</Fact>
        <Fact title={t("fact.times")}>{times}</Fact>
        <Fact title={t("fact.method")}>
          <code>{reading.method}</code>
        </Fact>
      </dl>
      <PanelSection
        title={t("query.title")}
        tools={<CopyButton text={JSON.stringify(query, null, 2)} label={t("query.copy")} />}
      >
        {queryText(query) === "" ? (
          <p className={styles.note}>{t("query.none")}</p>
        ) : (
          <JsonView value={query} />
        )}
      </PanelSection>
    </SidePanel>
  );
}

function Head({ reading, onFilter }: Pick<Props, "reading" | "onFilter">) {
  const t = useTranslations("readings");
  const zone = useZone();
  const { who, at, kind } = reading;
  const only: Partial<ReadingFilter> =
    who.kind === "token"
      ? { token: who.id, person: null }
      : { person: String(who.id), token: null };
  return (
    <>
      <div className={styles.line}>
        <KindBadge kind={kind} />
        <time dateTime={at} className={cells.number}>
          {zone.format(at)} {zone.offset(new Date(at))}
        </time>
      </div>
      <h2 className={styles.title}>{who.name}</h2>
      <Button size="sm" onPress={() => onFilter(only)}>
        {t("only", { name: who.name })}
      </Button>
    </>
  );
}
