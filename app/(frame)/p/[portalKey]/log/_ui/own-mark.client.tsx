"use client";

import { NotebookPen } from "lucide-react";
import { useTranslations } from "use-intl";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { Badge } from "../../../../../_ui/controls/badge.tsx";

/** Says that a process wrote the entry here and the portal's own log has it not. */
export function OwnMark({ source }: Pick<EntryView, "source">) {
  const t = useTranslations("log");
  if (source !== "logbook") return null;
  return (
    <Badge tone="info" icon={<NotebookPen size={12} aria-hidden="true" />}>
      {t("ownMark")}
    </Badge>
  );
}
