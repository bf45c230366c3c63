"use client";

import { Plus } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { lazy, Suspense, useState } from "react";
import type { TokenView } from "../../../../../../lib/access/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { ConfirmButton } from "../../../../../_ui/controls/confirm-button.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { ChangeFault, LoadedCard } from "./loaded-card.client.tsx";
import { useTokens } from "./use-access.ts";
import access from "./access.module.css";
import styles from "./settings.module.css";

const TokenDialog = lazy(async () => {
  const file = await import("./token-dialog.client.tsx");
  return { default: file.TokenDialog };
});

/** Keys for other systems: who has which, for what, and when it was last used. */
export function TokensCard() {
  const t = useTranslations("settings.tokens");
  const { query, create, revoke } = useTokens();
  const [isOpen, setOpen] = useState(false);
  return (
    <LoadedCard
      title={t("title")}
      note={t("note")}
      query={query}
      action={
        <Button size="sm" onPress={() => setOpen(true)}>
          <Plus size={15} aria-hidden="true" />
          {t("new")}
        </Button>
      }
    >
      {(tokens) => (
        <>
          {tokens.length === 0 && <p className={styles.small}>{t("none")}</p>}
          <ul className={styles.list}>
            {tokens.map((token) => (
              <Token
                key={token.id}
                token={token}
                isPending={revoke.isPending && revoke.variables === token.id}
                onRevoke={() => revoke.mutate(token.id)}
              />
            ))}
          </ul>
          <ChangeFault text={t("notRevoked")} error={revoke.error} />
          {isOpen && (
            <Suspense>
              <TokenDialog
                create={create}
                onClose={() => {
                  setOpen(false);
                  create.reset();
                }}
              />
            </Suspense>
          )}
        </>
      )}
    </LoadedCard>
  );
}

interface TokenProps {
  token: TokenView;
  isPending: boolean;
  onRevoke(): void;
}

const TONES = { active: "success", expired: "warning", revoked: "quiet" } as const;

function Token({ token, isPending, onRevoke }: TokenProps) {
  const t = useTranslations("settings.tokens");
  const params = useSearchParams();
  const { portal } = useSession();
  const { id, name, prefix, state, scopes, networks } = token;
  const query = new URLSearchParams({ token: id });
  return (
    <li className={access.token} aria-label={name}>
      <div className={access.line}>
        <span className={access.name}>{name}</span>
        <code className={styles.small}>{prefix}…</code>
        <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
      </div>
      <p className={styles.small}>
        {scopes.map((scope) => t(`scope.${SCOPE_KEYS[scope]}`)).join(", ")}
        {networks.length > 0 && ` · ${t("from", { networks: networks.join(", ") })}`}
      </p>
      <TokenTimes token={token} />
      <TokenRefused token={token} />
      <div className={access.line}>
        <AppLink
          className={access.uses ?? ""}
          href={framePath(params, { portalKey: portal.key, page: "readings", query })}
        >
          {t("uses")}
        </AppLink>
        {state !== "revoked" && (
          <ConfirmButton
            title={t("revokeTitle", { name })}
            text={t("revokeText")}
            confirmLabel={t("revoke")}
            isPending={isPending}
            onConfirm={onRevoke}
          >
            {t("revoke")}
          </ConfirmButton>
        )}
      </div>
    </li>
  );
}

export const SCOPE_KEYS = {
  "log:read": "log",
  "runs:read": "runs",
  "events:read": "events",
} as const;

function TokenTimes({ token }: { token: TokenView }) {
  const t = useTranslations("settings.tokens");
  const zone = useZone();
  const { createdBy, createdAt, expiresAt, lastUsedAt, lastAddress, revokedAt } = token;
  const end =
    revokedAt !== null
      ? t("revokedAt", { at: zone.format(revokedAt) })
      : expiresAt === null
        ? t("never")
        : t("until", { at: zone.format(expiresAt) });
  const used =
    lastUsedAt === null
      ? t("unused")
      : t("lastUsed", { at: zone.format(lastUsedAt), address: lastAddress ?? "—" });
  return (
    <p className={styles.small}>
      {t("made", { name: createdBy.name, at: zone.format(createdAt) })} · {end} · {used}
    </p>
  );
}

function TokenRefused({ token: { refused } }: { token: TokenView }) {
  const t = useTranslations("settings.tokens");
  const zone = useZone();
  if (refused === null) return null;
  const { at, address, reason } = refused;
  const words = { at: zone.format(at), address: address ?? "—", reason: t(`reason.${reason}`) };
  return <p className={styles.small}>{t("refused", words)}</p>;
}
