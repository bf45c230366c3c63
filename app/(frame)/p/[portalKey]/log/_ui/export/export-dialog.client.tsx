"use client";

import { useTranslations } from "use-intl";
import { useId, useState } from "react";
import { EXPORT_LIMITS } from "../../../../../../../lib/exports/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { DialogBox } from "../../../../../../_ui/controls/dialog-box.client.tsx";
import { useEventWords } from "../../../../../../_ui/i18n/event-words.ts";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import type { LogFilter } from "../log-address.ts";
import { ExportContents } from "./export-contents.client.tsx";
import { ExportFault } from "./export-fault.client.tsx";
import { ExportFiles } from "./export-files.client.tsx";
import { ExportForm } from "./export-form.client.tsx";
import { exportBody, LIST_COLUMNS, streamPath, type ExportChoice } from "./export-request.ts";
import { useDownload } from "./use-download.ts";
import { useExportActions, usePreview } from "./use-exports.ts";
import styles from "./export.module.css";

interface Props {
  filter: LogFilter;
  /** Only these entries, as the list has them selected. */
  ids?: readonly string[];
  /** Names of the columns that the list shows. */
  shown?: readonly string[];
  onClose(): void;
}

/** What to export and how, what it will hold, and the files that are there already. */
export function ExportDialog({ filter, ids, shown = LIST_COLUMNS, onClose }: Props) {
  const t = useTranslations("exports");
  const { timeZone } = useZone();
  const lang = useEventWords().lang;
  const filesId = useId();
  const [choice, setChoice] = useState<ExportChoice>({
    format: "csv",
    columns: "shown",
    delimiter: lang === "ru" ? "semicolon" : "comma",
  });
  const asked = { filter, ids: ids ?? null, shown, timeZone, lang };
  const body = exportBody(asked, choice);
  const preview = usePreview(exportBody(asked, { ...choice, format: "json", columns: "all" }));
  const actions = useExportActions();
  const download = useDownload();
  const total = preview.data?.total ?? null;
  const path = streamPath(body);
  const isDirect = total !== null && total <= EXPORT_LIMITS.direct && path !== null;
  const isFull = choice.format === "xlsx" && total !== null && total > EXPORT_LIMITS.sheet;
  const canStart = preview.isSuccess && total !== 0 && !isFull;
  const prepare = () => actions.create.mutate({ body, key: crypto.randomUUID() });
  const fault =
    download.error ?? actions.create.error ?? actions.cancel.error ?? actions.remove.error;
  return (
    <DialogBox
      title={t(ids === undefined ? "title" : "titleSelected")}
      isWide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("close")}</Button>
          <Button
            look={isDirect ? "outline" : "primary"}
            isDisabled={!canStart}
            isPending={actions.create.isPending}
            onPress={prepare}
          >
            {t("prepare")}
          </Button>
          {isDirect && (
            <Button
              look="primary"
              isDisabled={!canStart}
              isPending={download.isPending}
              onPress={() => download.start(path)}
            >
              {t("download")}
            </Button>
          )}
        </>
      }
    >
      <ExportForm choice={choice} onChange={setChoice} />
      <ExportContents
        choice={choice}
        preview={preview}
        isDirect={isDirect}
        isFull={isFull}
        timeZone={timeZone}
      />
      {download.again !== null && (
        <p className={styles.note} role="status">
          {t("begun")}{" "}
          <a
            className={styles.link}
            href={download.again}
            target="_blank"
            rel="noopener noreferrer"
          >
            {t("newWindow")}
          </a>
        </p>
      )}
      {fault !== null && <ExportFault error={fault} />}
      <ExportFiles id={filesId} download={download} actions={actions} />
    </DialogBox>
  );
}
