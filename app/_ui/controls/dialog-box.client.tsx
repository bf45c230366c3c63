"use client";

import { useLocale } from "use-intl";
import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { classes } from "./classes.ts";
import styles from "./dialog-box.module.css";

interface Props {
  title: string;
  role?: "dialog" | "alertdialog";
  /** For forms and lists rather than a question. */
  isWide?: boolean;
  onClose(): void;
  children: ReactNode;
  actions: ReactNode;
}

/** The one modal window; drawn only while it is open. */
export function DialogBox(props: Props) {
  const { title, role = "dialog", isWide = false, onClose, children, actions } = props;
  const onOpenChange = (isOpen: boolean) => {
    if (!isOpen) onClose();
  };
  return (
    <I18nProvider locale={useLocale()}>
      <ModalOverlay
        className={styles.overlay ?? ""}
        isOpen
        isDismissable
        onOpenChange={onOpenChange}
      >
        <Modal className={classes(styles.modal, isWide && styles.wide)}>
          <Dialog className={styles.dialog ?? ""} role={role}>
            <Heading slot="title" className={styles.title ?? ""}>
              {title}
            </Heading>
            <div className={styles.body}>{children}</div>
            <div className={styles.actions}>{actions}</div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}
