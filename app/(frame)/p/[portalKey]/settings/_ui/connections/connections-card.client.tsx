"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { lazy, Suspense, useState } from "react";
import type { ConnectionView } from "../../../../../../../lib/steps/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { LoadedCard } from "../loaded-card.client.tsx";
import styles from "../settings.module.css";
import { ConnectionRow } from "./connection-row.client.tsx";
import { useConnections } from "./use-connections.ts";

const ConnectionDialog = lazy(async () => {
  const file = await import("./connection-dialog.client.tsx");
  return { default: file.ConnectionDialog };
});

/** Outside systems that processes may hand work to. */
export function ConnectionsCard() {
  const t = useTranslations("settings.connections");
  const connections = useConnections();
  const [edited, setEdited] = useState<ConnectionView | "new" | null>(null);
  return (
    <>
      <LoadedCard
        title={t("title")}
        note={t("note")}
        query={connections.query}
        action={
          <Button size="sm" onPress={() => setEdited("new")}>
            <Plus size={15} aria-hidden="true" />
            {t("add")}
          </Button>
        }
      >
        {({ items }) => (
          <>
            <ul className={styles.list}>
              {items.map((item) => (
                <ConnectionRow key={item.id} connection={item} onOpen={() => setEdited(item)} />
              ))}
            </ul>
            {items.length === 0 && <p className={styles.small}>{t("none")}</p>}
          </>
        )}
      </LoadedCard>
      {edited !== null && (
        <Suspense>
          <ConnectionDialog
            old={edited === "new" ? null : edited}
            connections={connections}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      )}
    </>
  );
}
