"use client";

import { useLocale, useTranslations } from "use-intl";
import type { RefObject } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import picker from "../../../../../_ui/controls/picker.module.css";
import { COPY_FORMATS, type CopyFormat } from "./copy-format.ts";
import styles from "./value-menu.module.css";

interface Props {
  trigger: RefObject<HTMLElement | null>;
  onCopy(format: CopyFormat): void;
  onClose(): void;
}

export function CopyMenu({ trigger, onCopy, onClose }: Props) {
  const t = useTranslations("listCopy");
  return (
    <I18nProvider locale={useLocale()}>
      <Popover
        className={picker.popover ?? ""}
        triggerRef={trigger}
        isOpen
        onOpenChange={onClose}
        placement="bottom start"
        offset={4}
      >
        <Menu
          className={styles.menu ?? ""}
          aria-label={t("label")}
          autoFocus="first"
          onAction={(id) => {
            const format = COPY_FORMATS.find((one) => one === id);
            if (format !== undefined) onCopy(format);
          }}
        >
          {COPY_FORMATS.map((format) => (
            <MenuItem key={format} id={format} className={styles.item ?? ""}>
              {t(format)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </I18nProvider>
  );
}
