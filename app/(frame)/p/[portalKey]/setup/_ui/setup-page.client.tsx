"use client";

import { ArrowRight, RotateCw } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { BrandMark } from "../../../../../_ui/brand/mark.tsx";
import { ButtonLink } from "../../../../../_ui/controls/button-link.client.tsx";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { CheckList } from "../../../../../_ui/setup/check-list.client.tsx";
import { Sheet } from "../../../../../_ui/shell/sheet.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { NoRights } from "../../../../../_ui/states/no-rights.client.tsx";
import { useFinish } from "./use-finish.ts";
import { useSetup } from "./use-setup.ts";
import styles from "./setup.module.css";

/** The installer: registers, shows each result as it comes, and hands over to the application. */
export function SetupPage() {
  const t = useTranslations("setup");
  const { user, portal } = useSession();
  const params = useSearchParams();
  const setup = useSetup(user.isAdmin);
  const isComplete = !setup.isRunning && setup.view?.isComplete === true;
  const finish = useFinish(isComplete);
  const isStuck = !setup.isRunning && !isComplete;
  const logPath = framePath(params, { portalKey: portal.key, page: "log" });
  if (!user.isAdmin) {
    return (
      <Sheet>
        <NoRights />
      </Sheet>
    );
  }
  const phase = isComplete ? "done" : isStuck ? "stuck" : "running";
  return (
    <main className={styles.page}>
      <section className={styles.sheet} aria-label={t("title")}>
        <div className={styles.head}>
          <BrandMark size={40} />
          <div>
            <h1 className={styles.title}>{t(`${phase}.title`)}</h1>
            <p className={styles.text} role="status">
              {t(`${phase}.text`)}
            </p>
          </div>
        </div>
        {setup.error !== null && setup.view === undefined ? (
          <ErrorState error={setup.error} onRetry={setup.retry} />
        ) : (
          <div className={styles.checks}>
            <CheckList checks={setup.view?.checks ?? []} isRunning={setup.isRunning} />
          </div>
        )}
        <div className={styles.actions}>
          {isStuck && setup.view !== undefined && (
            <Button look="primary" onPress={setup.retry}>
              <RotateCw size={16} />
              {t("retry")}
            </Button>
          )}
          {isComplete && finish === "waiting" && <p className={styles.text}>{t("handingOver")}</p>}
          {isComplete && finish === "by-hand" && (
            <ButtonLink look="primary" href={logPath}>
              {t("open")}
              <ArrowRight size={16} />
            </ButtonLink>
          )}
        </div>
      </section>
    </main>
  );
}
