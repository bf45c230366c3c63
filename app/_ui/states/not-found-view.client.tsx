"use client";

import { Intl } from "../i18n/intl.client.tsx";
import type { Texts } from "../i18n/use-texts.ts";
import { NotEmbedded } from "./not-embedded.client.tsx";

/** An address that leads nowhere. */
export function NotFoundView(texts: Texts) {
  return (
    <Intl {...texts}>
      <NotEmbedded reason="missing" />
    </Intl>
  );
}
