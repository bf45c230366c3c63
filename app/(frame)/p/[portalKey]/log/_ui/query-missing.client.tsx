"use client";

import { PartMissing } from "../../../../../_ui/states/part-missing.client.tsx";
import { retryQueryLanguage, useQueryRefused } from "./query-language.ts";

/** What reads queries did not come when it was needed. */
export function QueryMissing({ onClose }: { onClose: (() => void) | null }) {
  if (!useQueryRefused()) return null;
  return <PartMissing isOver={false} onRetry={retryQueryLanguage} onClose={onClose} />;
}
