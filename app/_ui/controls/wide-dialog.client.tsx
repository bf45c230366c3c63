"use client";

import { X } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { IconButton } from "./button.client.tsx";
import { classes } from "./classes.ts";
import box from "./dialog-box.module.css";
import styles from "./wide-dialog.module.css";

interface Props {
  title: string;
  /** What stands beside the title. */
  tools?: ReactNode;
  onClose(): void;
  children: ReactNode;
}

/** A window as large as the page, for what needs its whole width. */
export function WideDialog({ title, tools, onClose, children }: Props) {
  const t = useTranslations("panel");
  return (
    <I18nProvider locale={useLocale()}>
      <ModalOverlay
        className={classes(box.overlay, styles.overlay)}
        isOpen
        isDismissable
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
      >
        <Modal className={classes(box.modal, styles.modal)}>
          <Dialog className={styles.dialog ?? ""}>
            <header className={styles.head}>
              <Heading slot="title" className={styles.title ?? ""}>
                {title}
              </Heading>
              {tools}
              <IconButton size="sm" label={t("close")} shortcut="Esc" onPress={onClose}>
                <X size={18} />
              </IconButton>
            </header>
            {children}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}
