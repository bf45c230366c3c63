"use client";

import { useTranslations } from "use-intl";
import { CopyButton } from "../../../../../../_ui/controls/copy-button.client.tsx";
import own from "./connections.module.css";

/** The only place where a secret is shown. */
export function SecretBox({ secret }: { secret: string }) {
  const t = useTranslations("settings.connections");
  return (
    <section className={own.secret} aria-label={t("secret")}>
      <h3 className={own.secretTitle}>{t("secret")}</h3>
      <p className={own.secretLine}>
        <code>{secret}</code>
        <CopyButton text={secret} label={t("copySecret")} />
      </p>
      <p className={own.note}>{t("secretHint")}</p>
    </section>
  );
}
