"use client";

import { useTranslations } from "use-intl";
import { useState } from "react";
import type { ConnectionView } from "../../../../../../../lib/steps/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { ConfirmButton } from "../../../../../../_ui/controls/confirm-button.client.tsx";
import { DialogBox } from "../../../../../../_ui/controls/dialog-box.client.tsx";
import { ConnectionForm, draftFault } from "./connection-form.client.tsx";
import { ConnectionTest } from "./connection-test.client.tsx";
import { ConnectionFault } from "./connection-fault.client.tsx";
import { SecretBox } from "./secret-box.client.tsx";
import type { Connections } from "./use-connections.ts";
import own from "./connections.module.css";

interface Props {
  /** Null for a new one. */
  old: ConnectionView | null;
  connections: Connections;
  onClose(): void;
}

/** Makes or changes a connection; a new secret is shown here, once. */
export function ConnectionDialog({ old, connections, onClose }: Props) {
  const t = useTranslations("settings.connections");
  const [id, setId] = useState(old?.id ?? null);
  const [draft, setDraft] = useState({ name: old?.name ?? "", url: old?.url ?? "" });
  const [isTried, setTried] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { create, change, remove, rotate } = connections;
  const fault = draftFault(draft);
  const save = () => {
    setTried(true);
    if (fault !== null || create.isPending || change.isPending) return;
    if (id !== null) change.mutate({ id, body: draft }, { onSuccess: onClose });
    else {
      create.mutate(draft, {
        onSuccess: (made) => {
          setId(made.connection.id);
          setSecret(made.secret);
        },
      });
    }
  };
  const close = () => {
    for (const one of [create, change, remove, rotate, connections.test]) one.reset();
    onClose();
  };
  return (
    <DialogBox
      isWide
      title={secret === null ? t(old === null ? "new" : "change") : draft.name.trim()}
      onClose={close}
      actions={
        <>
          {old !== null && (
            <ConfirmButton
              title={t("remove")}
              text={t("removeText", { name: old.name })}
              confirmLabel={t("remove")}
              isPending={remove.isPending}
              onConfirm={() => remove.mutate(old.id, { onSuccess: close })}
            >
              {t("remove")}
            </ConfirmButton>
          )}
          <Button onPress={close}>{t(secret === null ? "cancel" : "done")}</Button>
          {(secret === null || old !== null) && (
            <Button look="primary" isPending={create.isPending || change.isPending} onPress={save}>
              {t(id === null ? "create" : "save")}
            </Button>
          )}
        </>
      }
    >
      {(secret === null || old !== null) && (
        <ConnectionForm
          draft={draft}
          fault={isTried ? fault : null}
          onChange={setDraft}
          onSubmit={save}
        />
      )}
      {secret !== null && <SecretBox secret={secret} />}
      {id !== null && (
        <div className={own.tools}>
          <ConnectionTest id={id} test={connections.test} />
          {old !== null && secret === null && (
            <Button
              size="sm"
              isPending={rotate.isPending}
              onPress={() => rotate.mutate(id, { onSuccess: (made) => setSecret(made.secret) })}
            >
              {t("rotate")}
            </Button>
          )}
        </div>
      )}
      {old !== null && secret === null && <p className={own.note}>{t("rotateHint")}</p>}
      <ConnectionFault error={create.error ?? change.error ?? remove.error ?? rotate.error} />
    </DialogBox>
  );
}
