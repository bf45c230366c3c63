"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useState } from "react";
import type { ViewContent } from "../../../../../../../lib/views/shared.ts";
import { viewLink } from "../../../../../../_ui/address/portal-link.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { Choice } from "../../../../../../_ui/controls/choice.client.tsx";
import { CopyButton } from "../../../../../../_ui/controls/copy-button.client.tsx";
import { DialogBox } from "../../../../../../_ui/controls/dialog-box.client.tsx";
import { useApi, useSession } from "../../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { linkContent } from "./view-content.ts";
import styles from "./views.module.css";

/** A short link to what is shown: with the range of this moment, or one that moves with time. */
export function LinkDialog({ shown, onClose }: { shown: ViewContent; onClose(): void }) {
  const t = useTranslations("views.link");
  const faults = useTranslations("views.faults");
  const api = useApi();
  const session = useSession();
  const zone = useZone();
  const { timeZone } = zone;
  const [range, setRange] = useState<"fixed" | "relative">("fixed");
  const [now] = useState(() => new Date());
  const content = linkContent(shown, {
    ...{ now, timeZone, isRelative: range === "relative" },
  });
  const link = useQuery({
    queryKey: ["view-link", JSON.stringify(content)],
    queryFn: async ({ signal }) => {
      const body = { content };
      return api.request<{ id: string }>("/api/v1/links", { method: "POST", body, signal });
    },
    staleTime: Infinity,
    retry: false,
  });
  const href = link.data === undefined ? null : viewLink(session, link.data.id);
  const said = (text: string | null, open: string) => (text === null ? open : zone.format(text));
  return (
    <DialogBox
      title={t("title")}
      isWide
      onClose={onClose}
      actions={<Button onPress={onClose}>{t("close")}</Button>}
    >
      <p>{t("text")}</p>
      <div className={styles.form}>
        <Choice
          label={t("title")}
          look="segments"
          options={(["fixed", "relative"] as const).map((id) => ({ id, title: t(id) }))}
          value={range}
          onChange={(chosen) => setRange(chosen)}
        />
        <span className={styles.hint}>
          {range === "relative"
            ? t("relativeNote")
            : t("fixedNote", {
                from: said(content.from, t("open")),
                to: said(content.to, t("now")),
              })}
        </span>
        {href !== null && (
          <div className={styles.link}>
            <input
              className={styles.input}
              aria-label={t("title")}
              readOnly
              value={href}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton text={href} label={t("copy")} />
          </div>
        )}
        {link.data !== undefined && href === null && <span>{t("noCode")}</span>}
        {link.error !== null && (
          <span className={styles.fault} role="alert">
            {faults("failed")}
          </span>
        )}
      </div>
    </DialogBox>
  );
}
