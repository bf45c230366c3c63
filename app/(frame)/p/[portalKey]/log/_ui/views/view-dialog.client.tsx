"use client";

import { useTranslations } from "use-intl";
import { useId, useState } from "react";
import {
  VIEW_LIMITS,
  type SavedView,
  type ViewContent,
} from "../../../../../../../lib/views/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { ConfirmButton } from "../../../../../../_ui/controls/confirm-button.client.tsx";
import { DialogBox } from "../../../../../../_ui/controls/dialog-box.client.tsx";
import { Toggle } from "../../../../../../_ui/controls/toggle.client.tsx";
import { asProblem } from "../../../../../../_ui/session/problem.ts";
import type { LogAddressState } from "../use-log-address.ts";
import type { Views } from "./use-views.ts";
import type { CurrentView } from "./view-content.ts";
import styles from "./views.module.css";

interface Props {
  state: LogAddressState;
  views: Views;
  task: "save" | "save-as";
  current: CurrentView | null;
  /** What is kept under the name. */
  shown: ViewContent;
  onClose(): void;
}

/** Saves the present state of the page under a name; a view that is shown already is changed. */
export function ViewDialog({ state, views, task, current, shown, onClose }: Props) {
  const t = useTranslations("views.dialog");
  const ids = { form: useId(), name: useId(), hint: useId() };
  const old = task === "save" && current?.kind === "saved" ? current.view : null;
  const [name, setName] = useState(old?.name ?? "");
  const [isShared, setShared] = useState(old?.isShared ?? false);
  const [isDefault, setDefault] = useState(old?.isDefault ?? false);
  const leave = (id: string | null) => {
    state.change({ saved: id }, true);
    onClose();
  };
  const save = () => {
    const body = { name, isShared, isDefault, content: shown };
    views.reset();
    if (old === null) views.create.mutate(body, { onSuccess: ({ id }) => leave(id) });
    else views.change.mutate({ id: old.id, body }, { onSuccess: onClose });
  };
  const isPending = views.create.isPending || views.change.isPending;
  const remove = ({ id }: SavedView) => {
    views.reset();
    views.remove.mutate(id, { onSuccess: () => leave(null) });
  };
  const fault = views.create.error ?? views.change.error;
  return (
    <DialogBox
      title={t(old === null ? "new" : "change")}
      onClose={onClose}
      actions={
        <>
          {old !== null && (
            <ConfirmButton
              title={t("remove")}
              text={t("removeText", { name: old.name })}
              confirmLabel={t("remove")}
              isPending={views.remove.isPending}
              onConfirm={() => remove(old)}
            >
              {t("remove")}
            </ConfirmButton>
          )}
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button
            look="primary"
            isDisabled={name.trim() === ""}
            isPending={isPending}
            onPress={save}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <form
        id={ids.form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "" && !isPending) save();
        }}
      >
        <label htmlFor={ids.name}>{t("name")}</label>
        <input
          id={ids.name}
          className={styles.input}
          autoFocus
          autoComplete="off"
          maxLength={VIEW_LIMITS.name}
          aria-describedby={ids.hint}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <span id={ids.hint} className={styles.hint}>
          {t("nameHint")}
        </span>
        {old?.isOwn !== false && (
          <Toggle isOn={isShared} onChange={setShared}>
            {t("shared")}
          </Toggle>
        )}
        <Toggle isOn={isDefault} onChange={setDefault}>
          {t("start")}
        </Toggle>
      </form>
      <p className={styles.hint}>{t("content")}</p>
      {fault !== null && <ViewFault error={fault} />}
      {views.remove.error !== null && (
        <p className={styles.fault} role="alert">
          {t("notRemoved")}
        </p>
      )}
    </DialogBox>
  );
}

function ViewFault({ error }: { error: unknown }) {
  const t = useTranslations("views");
  const { details } = asProblem(error);
  const isTaken = details.some(({ message }) => message === "taken");
  const isMany = details.some(({ message }) => message === "too_many");
  return (
    <p className={styles.fault} role="alert">
      {t("fault")} {isTaken ? t("faults.name") : isMany ? t("faults.many") : ""}
    </p>
  );
}
