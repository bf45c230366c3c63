"use client";

import { useTranslations } from "use-intl";
import type { RetentionPreview } from "../../../../../../lib/archive/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { ConfirmButton } from "../../../../../_ui/controls/confirm-button.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { formatDay, wallTime } from "../../../../../_ui/time/format-time.ts";
import { useKeepWords } from "./use-keep-words.ts";
import form from "./settings-form.module.css";

interface Props {
  preview: RetentionPreview;
  isPending: boolean;
  onSave(): void;
}

/** What saving would do to the entries that are here now, and the button for exactly that. */
export function RetentionEffect({ preview, isPending, onSave }: Props) {
  const t = useTranslations("settings.retention");
  const { lang } = useSession();
  const { removed, kept, oldestKept } = preview;
  // A day of UTC, whatever zone times are shown in.
  const day = (date: string) => formatDay(wallTime(new Date(date), "UTC"), lang);
  return (
    <section className={form.effect} aria-label={t("look")}>
      {removed === 0 ? (
        <p>{t("nothing", { kept })}</p>
      ) : (
        <>
          <p className={form.strong}>{t("removes", { count: removed })}</p>
          <p>
            {oldestKept === null
              ? t("staysNone")
              : t("stays", { count: kept, day: day(oldestKept) })}
          </p>
          <Classes preview={preview} />
          <Removed preview={preview} />
        </>
      )}
      <div className={form.line}>
        {removed === 0 ? (
          <Button look="primary" isPending={isPending} onPress={onSave}>
            {t("save")}
          </Button>
        ) : (
          <ConfirmButton
            title={t("confirmTitle")}
            text={t("confirmText", { count: removed })}
            confirmLabel={t("confirm", { count: removed })}
            isPending={isPending}
            onConfirm={onSave}
          >
            {t("confirm", { count: removed })}
          </ConfirmButton>
        )}
      </div>
    </section>
  );
}

function Classes({ preview }: { preview: RetentionPreview }) {
  const t = useTranslations("settings.retention");
  const words = useKeepWords();
  return (
    <table className={form.counts}>
      <thead>
        <tr>
          <th scope="col">{t("keep")}</th>
          <th scope="col">{t("removedCount")}</th>
          <th scope="col">{t("keptCount")}</th>
        </tr>
      </thead>
      <tbody>
        {preview.classes.map(({ months, removed, kept }) => (
          <tr key={months}>
            <th scope="row">{words(months)}</th>
            <td>{t("number", { count: removed })}</td>
            <td>{t("number", { count: kept })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const MOST = 5;

function Removed({ preview }: { preview: RetentionPreview }) {
  const t = useTranslations("settings.retention");
  const list = (rows: { name: string; removed: number }[]) =>
    rows
      .slice(0, MOST)
      .map(({ name, removed }) => `${name} ${t("number", { count: removed })}`)
      .join(", ") + (rows.length > MOST ? ", …" : "");
  const severities = preview.severities.map((row) => ({ ...row, name: row.severity }));
  const types = preview.types.map((row) => ({ ...row, name: row.auditTypeId }));
  return (
    <>
      <p>
        {t("bySeverity")}: {list(severities)}
      </p>
      <p>
        {t("byType")}: {list(types)}
      </p>
    </>
  );
}
