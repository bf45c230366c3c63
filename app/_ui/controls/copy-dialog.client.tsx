"use client";

import { useTranslations } from "use-intl";
import { Button } from "./button.client.tsx";
import { DialogBox } from "./dialog-box.client.tsx";
import styles from "./dialog-box.module.css";

interface Props {
  text: string;
  onClose(): void;
}

/** Last way to copy where the browser allows a frame neither the clipboard nor the copy command. */
export function CopyDialog({ text, onClose }: Props) {
  const t = useTranslations("copy");
  return (
    <DialogBox
      title={t("byHandTitle")}
      onClose={onClose}
      actions={<Button onPress={onClose}>{t("close")}</Button>}
    >
      <p>{t("byHandText")}</p>
      <textarea
        className={styles.copyField}
        aria-label={t("byHandTitle")}
        readOnly
        autoFocus
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
    </DialogBox>
  );
}
