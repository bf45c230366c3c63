"use client";

import { Trash2, UserPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { lazy, Suspense, useRef, useState } from "react";
import type { ReaderView } from "../../../../../../lib/access/shared.ts";
import { Avatar } from "../../../../../_ui/controls/avatar.tsx";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { ChangeFault, LoadedCard } from "./loaded-card.client.tsx";
import { useReaders } from "./use-access.ts";
import styles from "./settings.module.css";

const PeoplePopover = lazy(async () => {
  const file = await import("./people-popover.client.tsx");
  return { default: file.PeoplePopover };
});

/** People who are no administrators and read the log all the same. */
export function ReadersCard() {
  const t = useTranslations("settings.readers");
  const { query, change } = useReaders();
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <LoadedCard
      title={t("title")}
      note={t("note")}
      query={query}
      action={
        <Button ref={trigger} size="sm" isExpanded={isOpen} onPress={() => setOpen(true)}>
          <UserPlus size={15} aria-hidden="true" />
          {t("add")}
        </Button>
      }
    >
      {({ items }) => (
        <>
          {items.length === 0 && <p className={styles.small}>{t("none")}</p>}
          <ul className={styles.list}>
            {items.map((reader) => (
              <Reader
                key={reader.id}
                reader={reader}
                isPending={change.isPending}
                onRemove={() => change.mutate({ remove: reader.id })}
              />
            ))}
          </ul>
          <ChangeFault text={t("failed")} error={change.error} />
          {isOpen && (
            <Suspense>
              <PeoplePopover
                trigger={trigger}
                readers={items}
                onOpenChange={setOpen}
                onPick={({ id }) => {
                  setOpen(false);
                  change.mutate({ add: id });
                }}
              />
            </Suspense>
          )}
        </>
      )}
    </LoadedCard>
  );
}

interface ReaderProps {
  reader: ReaderView;
  isPending: boolean;
  onRemove(): void;
}

function Reader({ reader, isPending, onRemove }: ReaderProps) {
  const t = useTranslations("settings.readers");
  const zone = useZone();
  const { name, addedBy, addedAt, isActive } = reader;
  return (
    <li className={styles.row}>
      <Avatar user={{ ...reader, isKnown: true }} size={28} />
      <span className={styles.grow}>
        {name}
        <span className={styles.small}>
          {t("added", { name: addedBy.name, at: zone.format(addedAt) })}
        </span>
      </span>
      {!isActive && <Badge tone="warning">{t("dismissed")}</Badge>}
      <IconButton size="sm" label={t("remove", { name })} isPending={isPending} onPress={onRemove}>
        <Trash2 size={15} />
      </IconButton>
    </li>
  );
}
