"use client";

import {
  Ban,
  CircleCheck,
  CircleX,
  Clock,
  CopyCheck,
  FileWarning,
  KeyRound,
  Trash2,
  Unplug,
} from "lucide-react";
import { useTranslations } from "use-intl";
import type { EventStatus } from "../../../../../../lib/events/shared.ts";
import { Badge, type Tone } from "../../../../../_ui/controls/badge.tsx";

const LOOKS: Record<EventStatus, { Icon: typeof Ban; tone: Tone }> = {
  EVENT_SUCCESS: { Icon: CircleCheck, tone: "success" },
  EVENT_DUPLICATE: { Icon: CopyCheck, tone: "quiet" },
  INVALID_TOKEN: { Icon: KeyRound, tone: "security" },
  INVALID_REQUEST: { Icon: FileWarning, tone: "warning" },
  STEP_FAILED: { Icon: CircleX, tone: "danger" },
  STEP_TIMEOUT: { Icon: Clock, tone: "warning" },
  STEP_CANCELLED: { Icon: Ban, tone: "quiet" },
  DELIVERY_FAILED: { Icon: Unplug, tone: "danger" },
  PORTAL_REMOVED: { Icon: Trash2, tone: "quiet" },
};

export function StatusBadge({ status }: { status: EventStatus }) {
  const t = useTranslations("events.status");
  const { Icon, tone } = LOOKS[status];
  return (
    <Badge tone={tone} icon={<Icon size={14} aria-hidden="true" />}>
      {t(status)}
    </Badge>
  );
}
