"use client";

import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import type { EventDetail } from "../../../../../../lib/events/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { CodeBox } from "../../../../../_ui/json/code-box.tsx";
import { JsonView } from "../../../../../_ui/json/json-view.tsx";
import { Fact } from "../../../../../_ui/panel/fact.tsx";
import { PanelSection } from "../../../../../_ui/panel/panel-section.tsx";
import { SidePanel } from "../../../../../_ui/panel/side-panel.client.tsx";
import { useSessionContext } from "../../../../../_ui/session/session.client.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import cells from "../../../../../_ui/table/cells.module.css";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { EventFilter } from "./events-address.ts";
import { StatusBadge } from "./status-badge.client.tsx";
import { useEvent } from "./use-events.ts";
import { classes } from "../../../../../_ui/controls/classes.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

interface Props {
  id: string;
  takesFocus: boolean;
  onClose(): void;
  onNewer: (() => void) | null;
  onOlder: (() => void) | null;
  onFilter(filter: Partial<EventFilter>): void;
}

/** One record: what came in, what became of it, and the run that it belongs to. */
export function EventPanel({ id, onFilter, ...panel }: Props) {
  const t = useTranslations("events");
  const { data, isPending, error, refetch } = useEvent(id);
  const event = data ?? undefined;
  return (
    <SidePanel
      {...panel}
      label={t("eventTitle")}
      head={<EventHead event={event} onFilter={onFilter} />}
    >
      {isPending && <SkeletonRows rows={8} rowHeight={36} />}
      {event === undefined && error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      {event !== undefined && (
        <>
          <EventFacts event={event} />
          <Lines name="errors" lines={event.errors} />
          <Lines name="warnings" lines={event.warnings} />
          <InputRequest text={event.inputRequest} />
        </>
      )}
    </SidePanel>
  );
}

function EventHead(props: {
  event: EventDetail | undefined;
  onFilter(filter: Partial<EventFilter>): void;
}) {
  const t = useTranslations("events");
  const zone = useZone();
  const { event } = props;
  if (event === undefined) return <h2 className={styles.title}>{t("eventTitle")}</h2>;
  return (
    <>
      <div className={styles.line}>
        <StatusBadge status={event.status} />
        <time dateTime={event.startTime} className={cells.number}>
          {zone.format(event.startTime)} {zone.offset(new Date(event.startTime))}
        </time>
      </div>
      <h2 className={styles.title}>{event.eventName}</h2>
      <p className={classes(styles.line, styles.said)}>{event.message}</p>
      <Button size="sm" onPress={() => props.onFilter({ name: event.eventName })}>
        {t("onlyName")}
      </Button>
    </>
  );
}

function EventFacts({ event }: { event: EventDetail }) {
  const t = useTranslations("events");
  const params = useSearchParams();
  const { portalKey } = useSessionContext();
  return (
    <dl>
      <Fact title={t("columns.status")}>{event.status}</Fact>
      <Fact title={t("columns.response")}>{t("ms", { value: event.responseTime })}</Fact>
      <Fact title={t("columns.handler")}>{event.webhookId}</Fact>
      {event.runId !== null && (
        <Fact title={t("fact.run")}>
          <AppLink
            className={styles.run ?? ""}
            href={framePath(params, { portalKey, page: "runs", id: event.runId })}
          >
            {event.runId}
          </AppLink>
        </Fact>
      )}
      <Fact title={t("fact.portal")}>{event.orgId}</Fact>
      <Fact title={t("fact.id")}>
        {event.id} <CopyButton text={event.id} label={t("copyId")} />
      </Fact>
    </dl>
  );
}

function Lines({ name, lines }: { name: "errors" | "warnings"; lines: string[] }) {
  const t = useTranslations("events");
  if (lines.length === 0) return null;
  return (
    <PanelSection title={t(`${name}.title`)}>
      <ul className={styles.commands}>
        {lines.map((line) => (
          <li key={line} className={styles.command}>
            {line}
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

function InputRequest({ text }: { text: string | null }) {
  const t = useTranslations("events.input");
  const value = text === null ? undefined : parseJson(text);
  return (
    <PanelSection
      title={t("title")}
      tools={text !== null && <CopyButton text={text} label={t("copy")} />}
    >
      {text === null && <p className={styles.note}>{t("none")}</p>}
      {text !== null && value === undefined && <CodeBox>{text}</CodeBox>}
      {value !== undefined && <JsonView value={value} />}
    </PanelSection>
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
