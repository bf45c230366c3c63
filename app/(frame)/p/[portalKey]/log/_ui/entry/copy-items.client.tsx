"use client";

import { Braces, FileText, Hash, Link2, SquareTerminal, TextQuote } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import {
  summarize,
  type EntryView,
  type UserView,
} from "../../../../../../../lib/archive/shared.ts";
import { ActionMenu, type ActionItem } from "../../../../../../_ui/controls/action-menu.client.tsx";
import { useEventWords } from "../../../../../../_ui/i18n/event-words.ts";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { ENTRY_FIELDS, fieldText } from "./entry-lines.ts";
import { entryCurl, entryJson, entryMarkdown, entryText, type EntryLine } from "./entry-texts.ts";

interface Props {
  entry: EntryView;
  users: Record<string, UserView>;
  link: string | null;
  trigger: RefObject<HTMLElement | null>;
  onCopied(): void;
  onClose(): void;
}

export function CopyItems({ entry, users, link, trigger, onCopied, onClose }: Props) {
  const t = useTranslations("entryPanel.copy");
  const input = useReadable(entry, users);
  const items: ActionItem[] = [
    {
      id: "sentence",
      icon: <TextQuote size={16} />,
      text: t("sentence"),
      copies: () => input.title,
    },
    { id: "text", icon: <FileText size={16} />, text: t("text"), copies: () => entryText(input) },
    { id: "json", icon: <Braces size={16} />, text: t("json"), copies: () => entryJson(entry) },
    {
      id: "markdown",
      icon: <Hash size={16} />,
      text: t("markdown"),
      copies: () => entryMarkdown(input),
    },
    ...(link === null
      ? []
      : [{ id: "link", icon: <Link2 size={16} />, text: t("link"), copies: () => link }]),
    {
      id: "curl",
      icon: <SquareTerminal size={16} />,
      text: t("curl"),
      copies: () => entryCurl({ appOrigin: window.location.origin, id: entry.id }),
    },
  ];
  return (
    <ActionMenu
      label={t("label")}
      trigger={trigger}
      items={items}
      onCopied={onCopied}
      onClose={onClose}
    />
  );
}

/** The entry in the reader's words: his language and the zone he looks at. */
function useReadable(entry: EntryView, users: Record<string, UserView>) {
  const fields = useTranslations("entry.field");
  const t = useTranslations("entryPanel");
  const zone = useZone();
  const words = useEventWords();
  const time = `${zone.format(entry.at)} ${zone.offset(new Date(entry.at))}`;
  const all: EntryLine[] = [
    ...ENTRY_FIELDS.map((field) => ({ title: fields(field), value: fieldText(entry, field) })),
    { title: t("description"), value: fieldText(entry, "description") },
  ];
  return {
    title: `${time} · ${summarize(entry, users, words)} (${entry.auditTypeId})`,
    lines: all.filter(({ value }) => value !== ""),
  };
}
