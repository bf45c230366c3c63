"use client";

import { ExternalLink } from "lucide-react";
import { useTranslations } from "use-intl";
import type { EntryView, UserView } from "../../../../../../../lib/archive/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { isInPortal } from "../../../../../../_ui/session/frame-bridge.ts";
import { openPortalPath } from "../../../../../../_ui/session/frame-calls.ts";
import { portalPlaces, type PortalPlace } from "./portal-places.ts";
import styles from "./entry-parts.module.css";

interface Props {
  entry: EntryView;
  users: Record<string, UserView>;
  portalOrigin: string;
}

/** Ways from an entry to what it speaks of on the portal. */
export function PortalLinks({ entry, users, portalOrigin }: Props) {
  const t = useTranslations("entryPanel.places");
  const places = portalPlaces(entry);
  if (places.length === 0) return null;
  const nameOf = ({ kind, id }: PortalPlace) => {
    const user = kind === "user" || kind === "object" ? users[id] : undefined;
    return user?.isKnown === true ? user.name : `#${id}`;
  };
  return (
    <div className={styles.inline} role="group" aria-label={t("title")}>
      {places.map((place) => (
        <PlaceLink
          key={place.path}
          url={`${portalOrigin}${place.path}`}
          text={t(place.kind, { name: nameOf(place) })}
        />
      ))}
    </div>
  );
}

function PlaceLink({ url, text }: { url: string; text: string }) {
  const icon = <ExternalLink size={14} aria-hidden="true" />;
  if (!isInPortal()) {
    return (
      <a className={styles.link} href={url} target="_blank" rel="noopener noreferrer">
        {icon}
        {text}
      </a>
    );
  }
  // The slider's promise ends when the reader closes it; what it refuses opens beside the portal.
  const open = () => void openPortalPath(url).catch(() => window.open(url, "_blank", "noopener"));
  return (
    <Button size="sm" onPress={open}>
      {icon}
      {text}
    </Button>
  );
}
