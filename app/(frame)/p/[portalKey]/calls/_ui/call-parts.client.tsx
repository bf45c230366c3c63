"use client";

import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CallCommand, CallView } from "../../../../../../lib/portals/shared.ts";
import { Badge, type Tone } from "../../../../../_ui/controls/badge.tsx";
import cells from "../../../../../_ui/table/cells.module.css";
import styles from "../../../../../_ui/table/list-page.module.css";

type Outcome = CallCommand["outcome"];

const SIGNS = { ok: CircleCheck, error: CircleX, unknown: CircleHelp } satisfies Record<
  Outcome,
  unknown
>;
const TONES: Record<Outcome, Tone> = { ok: "success", error: "danger", unknown: "quiet" };

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const t = useTranslations("calls.outcome");
  const Sign = SIGNS[outcome];
  return (
    <Badge tone={TONES[outcome]} icon={<Sign size={14} aria-hidden="true" />}>
      {t(outcome)}
    </Badge>
  );
}

/** Method, and below it what a batch carries. */
export function MethodCell({ call }: { call: CallView }) {
  const t = useTranslations("calls");
  const note =
    call.batch === null
      ? null
      : `${t("commands", { count: call.batch.total })}: ${call.batch.methods.join(", ")}`;
  return (
    <span className={cells.two}>
      <span className={cells.clip}>{call.method}</span>
      {note !== null && <code className={cells.small}>{note}</code>}
    </span>
  );
}

/** Status and what the portal said when it refused. */
export function AnswerCell({ call }: { call: CallView }) {
  const t = useTranslations("calls");
  const refused = call.batch?.refused ?? 0;
  const fault =
    call.code === null && refused > 0
      ? t("refused", { count: refused })
      : call.platformCode || call.code;
  return (
    <span className={styles.answer}>
      <span className={cells.number}>{call.status ?? t("noAnswer")}</span>
      {fault !== null && <code className={styles.fault}>{fault}</code>}
    </span>
  );
}

export function CallDuration({ ms }: { ms: number }) {
  const t = useTranslations("calls");
  return <span className={cells.number}>{t("ms", { value: ms })}</span>;
}
