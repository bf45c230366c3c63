"use client";

import { useTranslations } from "use-intl";
import type { SettingsView } from "../../../../../../lib/portals/shared.ts";
import { useSettings } from "../../../../../_ui/session/use-settings.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { ArchiveCard } from "./archive-card.client.tsx";
import { ConnectionsCard } from "./connections/connections-card.client.tsx";
import { EvidenceCard } from "./evidence-card.client.tsx";
import { MasksCard } from "./masks-card.client.tsx";
import { ReadersCard } from "./readers-card.client.tsx";
import { RetentionCard } from "./retention-card.client.tsx";
import { AdminsCard, PortalCard, ScopesCard, StepsCard } from "./settings-cards.client.tsx";
import { ChecksCard } from "./checks-card.client.tsx";
import { StepsReadLogCard } from "./steps-read-log.client.tsx";
import { TokensCard } from "./tokens-card.client.tsx";
import styles from "./settings.module.css";

export function SettingsPage() {
  const t = useTranslations("settings");
  const query = useSettings();
  if (query.data === undefined) {
    return (
      <section className={card.card} aria-label={t("title")}>
        <div className={card.scroll}>
          {query.error === null ? (
            <SkeletonRows rows={10} rowHeight={52} />
          ) : (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          )}
        </div>
      </section>
    );
  }
  return <Loaded settings={query.data} />;
}

function Loaded({ settings }: { settings: SettingsView }) {
  const t = useTranslations("settings");
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">{t("title")}</h1>
      <div className={styles.column}>
        <ArchiveCard />
        <RetentionCard />
        <StepsReadLogCard isOn={settings.stepsReadLog} query={settings.stepsQuery} />
        <ConnectionsCard />
        <StepsCard steps={settings.steps} />
        <ScopesCard scopes={settings.scopes} />
        <AdminsCard admins={settings.admins} />
        <ReadersCard />
      </div>
      <div className={styles.column}>
        <EvidenceCard />
        <MasksCard />
        <TokensCard />
        <ChecksCard setup={settings.setup} />
        <PortalCard portal={settings.portal} />
      </div>
    </div>
  );
}
