import { useTranslations } from "use-intl";
import { useEffect, useRef, useState, type RefObject } from "react";
import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { entryLink } from "../../../../../_ui/address/portal-link.ts";
import { copyText } from "../../../../../_ui/controls/copy-text.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { formatRows, type CopyColumn, type CopyFormat } from "./copy-format.ts";

const NOTE_MS = 3_000;

export interface Copying {
  /** Where the menu of formats is open, else null. */
  menuAt: RefObject<HTMLElement | null> | null;
  /** Said for a moment after it worked. */
  note: string | null;
  /** To be copied by hand, as the browser refused. */
  refused: string | null;
  openMenu(element: HTMLElement | null): void;
  closeMenu(): void;
  copy(format: CopyFormat): void;
  copyLink(id: string): void;
  forget(): void;
}

interface Input {
  /** What is picked; with nothing picked, the entry that the reader is at. */
  entriesNow(): EntryView[];
  columns: readonly CopyColumn<EntryView>[];
}

export function useCopying({ entriesNow, columns }: Input): Copying {
  const t = useTranslations("listCopy");
  const session = useSession();
  const [note, setNote] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const trigger = useRef<HTMLElement | null>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  useEffect(() => {
    if (note === null) return;
    const timer = setTimeout(() => setNote(null), NOTE_MS);
    return () => clearTimeout(timer);
  }, [note]);
  const put = async (text: string, done: string) => {
    if (await copyText(text)) setNote(done);
    else setRefused(text);
  };
  const closeMenu = () => setMenuOpen(false);
  return {
    ...{ note, refused, closeMenu },
    menuAt: isMenuOpen ? trigger : null,
    openMenu: (element) => {
      trigger.current = element;
      setMenuOpen(element !== null && entriesNow().length > 0);
    },
    copy: (format) => {
      closeMenu();
      const rows = entriesNow();
      void put(formatRows(format, { rows, columns }), t("done", { count: rows.length }));
    },
    copyLink: (id) => {
      const link = entryLink(session, id);
      if (link !== null) void put(link, t("link"));
    },
    forget: () => setRefused(null),
  };
}
