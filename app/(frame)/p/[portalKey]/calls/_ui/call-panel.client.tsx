"use client";

import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import type { CallCommand, CallDetail } from "../../../../../../lib/portals/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
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
import { CallDuration, OutcomeBadge } from "./call-parts.client.tsx";
import type { CallFilter } from "./calls-address.ts";
import { priorityName } from "./priority.ts";
import { useCall } from "./use-calls.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

interface Props {
  id: string;
  takesFocus: boolean;
  onClose(): void;
  onNewer: (() => void) | null;
  onOlder: (() => void) | null;
  onFilter(filter: Partial<CallFilter>): void;
}

/** One call: what was asked, what was answered and what became of each command. */
export function CallPanel({ id, onFilter, ...panel }: Props) {
  const t = useTranslations("calls");
  const { data, isPending, error, refetch } = useCall(id);
  return (
    <SidePanel
      {...panel}
      label={t("callTitle")}
      head={<CallHead detail={data} onFilter={onFilter} />}
    >
      {isPending && <SkeletonRows rows={8} rowHeight={36} />}
      {data === undefined && error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      {data !== undefined && (
        <>
          <CallFacts detail={data} />
          {data.commands !== null && <Commands commands={data.commands} />}
          <Content name="request" value={data.request} isCut={data.isRequestCut} />
          <Content name="response" value={data.response} isCut={data.isResponseCut} />
        </>
      )}
    </SidePanel>
  );
}

function CallHead(props: {
  detail: CallDetail | undefined;
  onFilter(filter: Partial<CallFilter>): void;
}) {
  const t = useTranslations("calls");
  const zone = useZone();
  const call = props.detail?.call;
  if (call === undefined) return <h2 className={styles.title}>{t("callTitle")}</h2>;
  return (
    <>
      <div className={styles.line}>
        <OutcomeBadge outcome={call.outcome} />
        <time dateTime={call.at} className={cells.number}>
          {zone.format(call.at)} {zone.offset(new Date(call.at))}
        </time>
      </div>
      <h2 className={styles.title}>{call.method}</h2>
      {(props.detail?.message ?? "") !== "" && (
        <p className={styles.message}>{props.detail?.message}</p>
      )}
      <Button size="sm" onPress={() => props.onFilter({ method: call.method })}>
        {t("onlyMethod")}
      </Button>
    </>
  );
}

function CallFacts({ detail }: { detail: CallDetail }) {
  const t = useTranslations("calls");
  const params = useSearchParams();
  const { portalKey } = useSessionContext();
  const { call, requestId } = detail;
  return (
    <dl>
      <Fact title={t("fact.status")}>{call.status ?? t("noAnswer")}</Fact>
      {call.code !== null && <Fact title={t("fact.code")}>{call.code}</Fact>}
      {call.platformCode !== null && call.platformCode !== "" && (
        <Fact title={t("fact.platformCode")}>{call.platformCode}</Fact>
      )}
      <Fact title={t("columns.duration")}>
        <CallDuration ms={call.durationMs} />
      </Fact>
      <Fact title={t("columns.attempt")}>{call.attempt}</Fact>
      <Fact title={t("fact.api")}>{t(`api.${call.api}`)}</Fact>
      <Fact title={t("columns.priority")}>{t(`priority.${priorityName(call.priority)}`)}</Fact>
      {call.runIds.length > 0 && (
        <Fact title={t("fact.runs", { count: call.runIds.length })}>
          {call.runIds.map((id) => (
            <AppLink
              key={id}
              className={styles.run ?? ""}
              href={framePath(params, { portalKey, page: "runs", id })}
            >
              {id}
            </AppLink>
          ))}
        </Fact>
      )}
      <Fact title={t("fact.requestId")}>
        {requestId} <CopyButton text={requestId} label={t("copyRequestId")} />
      </Fact>
    </dl>
  );
}

function Commands({ commands }: { commands: CallCommand[] }) {
  const t = useTranslations("calls");
  return (
    <PanelSection title={t("commands", { count: commands.length })}>
      <ol className={styles.commands}>
        {commands.map((command) => (
          <li key={command.id} className={styles.command}>
            <span className={cells.two}>
              <span className={cells.clip}>{command.method}</span>
              <code className={cells.small}>
                {command.id}
                {command.code !== null && ` · ${command.platformCode || command.code}`}
              </code>
            </span>
            <OutcomeBadge outcome={command.outcome} />
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}

interface ContentProps {
  name: "request" | "response";
  value: unknown;
  isCut: boolean;
}

function Content({ name, value, isCut }: ContentProps) {
  const t = useTranslations(`calls.${name}`);
  const isText = typeof value === "string";
  const tools = value !== null && (
    <CopyButton text={isText ? value : JSON.stringify(value, null, 2)} label={t("copy")} />
  );
  return (
    <PanelSection title={t("title")} note={isCut && t("cut")} tools={tools}>
      {value === null && <p className={styles.note}>{t("none")}</p>}
      {value !== null && isText && <CodeBox>{value}</CodeBox>}
      {value !== null && !isText && <JsonView value={value} />}
    </PanelSection>
  );
}
