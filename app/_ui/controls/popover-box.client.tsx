"use client";

import { useLocale } from "use-intl";
import type { ReactNode, RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Popover } from "react-aria-components/Popover";
import styles from "./picker.module.css";

export interface PopoverBoxProps {
  label: string;
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
  children: ReactNode;
}

/** The window below a button. Always loaded on demand: nothing of it is in the first script. */
export function PopoverBox({ label, trigger, onOpenChange, children }: PopoverBoxProps) {
  return (
    <I18nProvider locale={useLocale()}>
      <Popover
        className={styles.popover ?? ""}
        triggerRef={trigger}
        isOpen
        onOpenChange={onOpenChange}
        placement="bottom start"
        offset={6}
      >
        <Dialog className={styles.dialog ?? ""} aria-label={label}>
          {children}
        </Dialog>
      </Popover>
    </I18nProvider>
  );
}
