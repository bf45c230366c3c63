"use client";

import { useTranslations } from "use-intl";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { Button } from "./button.client.tsx";

const DialogBox = lazy(async () => {
  const file = await import("./dialog-box.client.tsx");
  return { default: file.DialogBox };
});

interface Props {
  title: string;
  text: string;
  confirmLabel: string;
  isPending?: boolean;
  onConfirm(): void;
  children: ReactNode;
}

export function ConfirmButton(props: Props) {
  const { title, text, confirmLabel, isPending = false, onConfirm, children } = props;
  const t = useTranslations("confirm");
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const confirm = () => {
    close();
    onConfirm();
  };
  return (
    <>
      <Button look="danger" isPending={isPending} onPress={() => setOpen(true)}>
        {children}
      </Button>
      {isOpen && (
        <Suspense>
          <DialogBox
            title={title}
            role="alertdialog"
            onClose={close}
            actions={
              <>
                <Button onPress={close}>{t("back")}</Button>
                <Button look="danger" onPress={confirm}>
                  {confirmLabel}
                </Button>
              </>
            }
          >
            <p>{text}</p>
          </DialogBox>
        </Suspense>
      )}
    </>
  );
}
