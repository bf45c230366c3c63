"use client";

import { useTranslations } from "use-intl";
import { NotEmbeddedCard } from "./not-embedded-card.tsx";

/** The portal no longer says who the person is. */
export function SessionLost() {
  return <NotEmbeddedCard reason="lost" t={useTranslations("notEmbedded")} />;
}
