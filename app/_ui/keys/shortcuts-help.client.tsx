"use client";

import { Keyboard } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useState } from "react";
import { IconButton } from "../controls/button.client.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { later } from "../later.ts";

const ShortcutsList = later(
  async () => (await import("./shortcuts-list.client.tsx")).ShortcutsList,
);

export function ShortcutsHelp() {
  const t = useTranslations("keys");
  const [isOpen, setOpen] = useState(false);
  useShortcuts({ "?": () => setOpen(true) });
  return (
    <>
      <IconButton label={t("title")} shortcut="?" onPress={() => setOpen(true)}>
        <Keyboard size={18} strokeWidth={1.8} />
      </IconButton>
      {isOpen && (
        <Suspense>
          <ShortcutsList onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
