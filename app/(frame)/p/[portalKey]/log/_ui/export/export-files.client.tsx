"use client";

import { Download, FileCheck2, Trash2, X } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { ExportView } from "../../../../../../../lib/exports/shared.ts";
import { IconButton } from "../../../../../../_ui/controls/button.client.tsx";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { ExportFault } from "./export-fault.client.tsx";
import { byteSize } from "./byte-size.ts";
import type { DownloadState } from "./use-download.ts";
import { isActive, useExportList, type useExportActions } from "./use-exports.ts";
import styles from "./export.module.css";

interface Props {
  id: string;
  download: DownloadState;
  actions: ReturnType<typeof useExportActions>;
}

/** The person's files: how far each is, and what can be done with it. */
export function ExportFiles({ id, download, actions }: Props) {
  const t = useTranslations("exports");
  const { data: files, error } = useExportList();
  if (error !== null && files === undefined) return <ExportFault error={error} />;
  if (files === undefined || files.length === 0) return null;
  return (
    <section aria-labelledby={id} className={styles.files}>
      <h3 id={id} className={styles.heading}>
        {t("files.title")}
      </h3>
      <ul>
        {files.map((file) => (
          <li key={file.id} className={styles.file}>
            <FileState file={file} />
            <FileTools file={file} download={download} actions={actions} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function FileState({ file }: { file: ExportView }) {
  const t = useTranslations("exports.files");
  const zone = useZone();
  const locale = useLocale();
  const { state, percent, written, total, reason } = file;
  return (
    <div className={styles.state}>
      <span className={styles.name}>{file.fileName}</span>
      {state === "ready" && (
        <span>
          {t("ready", {
            count: written,
            size: byteSize(file.fileBytes, locale),
            until: zone.format(file.expiresAt),
          })}
        </span>
      )}
      {state === "waiting" && <span>{t("waiting")}</span>}
      {state === "running" && (
        <>
          <progress
            className={styles.progress}
            aria-label={t("progress")}
            max={100}
            value={percent ?? undefined}
          />
          <span>
            {total === null ? t("written", { written }) : t("running", { written, total })}
          </span>
        </>
      )}
      {state === "cancelled" && <span>{t("cancelled")}</span>}
      {state === "failed" && (
        <span className={styles.fault}>{t(`reasons.${reason ?? "unforeseen"}`)}</span>
      )}
    </div>
  );
}

function FileTools({ file, download, actions }: Omit<Props, "id"> & { file: ExportView }) {
  const t = useTranslations("exports.files");
  const { id, fileName: name, state } = file;
  const path = `/api/v1/exports/${id}`;
  return (
    <div className={styles.tools}>
      {state === "ready" && (
        <>
          <IconButton
            label={t("download", { name })}
            isPending={download.isPending}
            onPress={() => download.start(`${path}/file`)}
          >
            <Download size={17} />
          </IconButton>
          <IconButton
            label={t("manifest", { name })}
            isPending={download.isPending}
            onPress={() => download.start(`${path}/manifest`)}
          >
            <FileCheck2 size={17} />
          </IconButton>
        </>
      )}
      {isActive(file) ? (
        <IconButton
          label={t("cancel", { name })}
          isPending={actions.cancel.isPending}
          onPress={() => actions.cancel.mutate(id)}
        >
          <X size={17} />
        </IconButton>
      ) : (
        <IconButton
          label={t("remove", { name })}
          isPending={actions.remove.isPending}
          onPress={() => actions.remove.mutate(id)}
        >
          <Trash2 size={17} />
        </IconButton>
      )}
    </div>
  );
}
