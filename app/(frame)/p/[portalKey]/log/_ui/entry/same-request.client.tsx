"use client";

import { Waypoints } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import type { LogActions } from "../use-log-actions.ts";
import { requestIdOf } from "./entry-request.ts";

interface Props {
  description: string | null;
  onEdit: LogActions["edit"];
}

/** All that the same request wrote, where the entry tells its request. */
export function SameRequest({ description, onEdit }: Props) {
  const t = useTranslations("entryPanel");
  const requestId = useMemo(() => requestIdOf(description), [description]);
  if (requestId === null) return null;
  return (
    <Button size="sm" onPress={() => onEdit("only", { field: "request", value: requestId })}>
      <Waypoints size={14} />
      {t("sameRequest")}
    </Button>
  );
}
