"use client";

import { Check, CircleAlert, Minus } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import type { ReactNode } from "react";
import type { SettingsView } from "../../../../../../lib/portals/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { SettingsCard } from "./settings-card.tsx";
import styles from "./settings.module.css";

export function StepsCard({ steps }: { steps: SettingsView["steps"] }) {
  const t = useTranslations("settings.steps");
  const params = useSearchParams();
  const { portal } = useSession();
  const pathOf = (code: string) =>
    framePath(params, { portalKey: portal.key, page: "steps", id: code });
  return (
    <SettingsCard title={t("title")} note={t("note")}>
      <ul className={styles.list}>
        {steps.map((step) => (
          <li key={step.code} className={styles.step}>
            <div className={styles.stepText}>
              <p className={styles.stepName}>{step.name}</p>
              <p className={styles.small}>{step.description}</p>
              <p className={styles.codeLine}>
                <code>{step.code}</code>
                <CopyButton text={step.code} label={t("copyCode")} />
              </p>
              <AppLink
                className={styles.explain}
                href={pathOf(step.code)}
                aria-label={`${t("explain")}: ${step.name} (${t(step.kind)})`}
              >
                {t("explain")}
              </AppLink>
            </div>
            <div className={styles.marks}>
              <Badge tone="quiet">{t(step.kind)}</Badge>
              <Badge tone={step.isRegistered ? "success" : "warning"}>
                {t(step.isRegistered ? "registered" : "notRegistered")}
              </Badge>
            </div>
          </li>
        ))}
      </ul>
      {steps.length === 0 && <p className={styles.small}>{t("none")}</p>}
    </SettingsCard>
  );
}

export function ScopesCard({ scopes }: { scopes: SettingsView["scopes"] }) {
  const t = useTranslations("settings.scopes");
  return (
    <SettingsCard title={t("title")} note={t("note")}>
      <ul className={styles.scopes}>
        {scopes.map(({ name, isGranted, isNeeded }) => (
          <li key={name}>
            <Badge
              tone={isGranted ? (isNeeded ? "success" : "quiet") : "danger"}
              icon={isGranted ? <Check size={13} /> : <CircleAlert size={13} />}
            >
              {name}
              {!isGranted && ` · ${t("missing")}`}
              {isGranted && !isNeeded && ` · ${t("unused")}`}
            </Badge>
          </li>
        ))}
      </ul>
    </SettingsCard>
  );
}

export function AdminsCard({ admins }: { admins: SettingsView["admins"] }) {
  const t = useTranslations("settings.admins");
  const zone = useZone();
  return (
    <SettingsCard title={t("title")} note={t("note")}>
      <ul className={styles.list}>
        {admins.map((admin) => (
          <li key={admin.userId} className={styles.row}>
            <span className={styles.grow}>
              {admin.name}
              <span className={styles.small}>
                {t("proven", { at: zone.format(admin.provenAt) })}
              </span>
            </span>
            {admin.isLost && <Badge tone="danger">{t("lost")}</Badge>}
            {admin.isInUse && !admin.isLost && <Badge tone="success">{t("inUse")}</Badge>}
          </li>
        ))}
      </ul>
      {admins.length === 0 && <p className={styles.small}>{t("none")}</p>}
    </SettingsCard>
  );
}

const PORTAL_TONES = {
  active: "success",
  suspended: "warning",
  auth_lost: "danger",
  payment_required: "warning",
  removed: "danger",
} as const;

export function PortalCard({ portal }: { portal: SettingsView["portal"] }) {
  const t = useTranslations("settings.portal");
  const zone = useZone();
  const version = portal.appVersion === null ? null : String(portal.appVersion);
  return (
    <SettingsCard
      title={t("title")}
      action={<Badge tone={PORTAL_TONES[portal.state]}>{t(`state.${portal.state}`)}</Badge>}
    >
      {portal.stateReason !== null && portal.state !== "active" && (
        <p className={styles.fault}>{portal.stateReason}</p>
      )}
      <dl>
        <Fact title={t("address")}>{portal.origin}</Fact>
        <Fact title={t("version")}>{version}</Fact>
        <Fact title={t("license")}>{portal.license}</Fact>
        <Fact title={t("installed")}>
          {portal.installedAt === null ? null : zone.format(portal.installedAt)}
        </Fact>
      </dl>
    </SettingsCard>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children ?? <Minus size={14} aria-label="—" />}</dd>
    </div>
  );
}
