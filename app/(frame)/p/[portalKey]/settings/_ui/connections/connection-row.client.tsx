"use client";

import { Pencil } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ConnectionView } from "../../../../../../../lib/steps/shared.ts";
import { Badge } from "../../../../../../_ui/controls/badge.tsx";
import { IconButton } from "../../../../../../_ui/controls/button.client.tsx";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import styles from "../settings.module.css";
import own from "./connections.module.css";

interface Props {
  connection: ConnectionView;
  onOpen(): void;
}

export function ConnectionRow({ connection, onOpen }: Props) {
  const t = useTranslations("settings.connections");
  const fault = useTranslations("outsideFaults");
  const zone = useZone();
  const { name, url, last, pausedUntil, oldSecretUntil } = connection;
  return (
    <li className={styles.row}>
      <span className={own.what}>
        <span className={own.name}>{name}</span>
        <code className={own.address}>{url}</code>
        {last !== null && (
          <span className={own.note}>
            {t("lastAt", { at: zone.format(last.at) })}
            {last.error !== null && ` · ${fault(last.error)}`}
          </span>
        )}
        {pausedUntil !== null && (
          <span className={own.note}>{t("pausedUntil", { at: zone.format(pausedUntil) })}</span>
        )}
        {oldSecretUntil !== null && (
          <span className={own.note}>{t("oldSecret", { at: zone.format(oldSecretUntil) })}</span>
        )}
      </span>
      <span className={own.side}>
        <StateBadge connection={connection} />
        <IconButton size="sm" label={t("open", { name })} onPress={onOpen}>
          <Pencil size={15} />
        </IconButton>
      </span>
    </li>
  );
}

function StateBadge({ connection: { last, pausedUntil } }: Pick<Props, "connection">) {
  const t = useTranslations("settings.connections.state");
  if (last === null) return <Badge tone="quiet">{t("unused")}</Badge>;
  const { status } = last;
  if (status !== null && status >= 200 && status < 300) {
    return <Badge tone="success">{t("accepted", { status })}</Badge>;
  }
  const text = status === null ? t("silent") : t("refused", { status });
  return <Badge tone={pausedUntil === null ? "warning" : "danger"}>{text}</Badge>;
}
