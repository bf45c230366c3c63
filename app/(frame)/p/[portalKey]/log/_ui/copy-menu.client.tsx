"use client";

import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import { ActionMenu } from "../../../../../_ui/controls/action-menu.client.tsx";
import { COPY_FORMATS, type CopyFormat } from "./copy-format.ts";

interface Props {
  trigger: RefObject<HTMLElement | null>;
  onCopy(format: CopyFormat): void;
  onClose(): void;
}

export function CopyMenu({ trigger, onCopy, onClose }: Props) {
  const t = useTranslations("listCopy");
  const items = COPY_FORMATS.map((format) => ({
    id: format,
    text: t(format),
    act: () => onCopy(format),
  }));
  return (
    <ActionMenu label={t("label")} trigger={trigger} side="start" items={items} onClose={onClose} />
  );
}
