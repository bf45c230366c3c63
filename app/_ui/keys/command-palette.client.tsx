"use client";

import { Command } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useState } from "react";
import { IconButton } from "../controls/button.client.tsx";
import { useRegisteredCommands } from "./commands.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { later } from "../later.ts";

const CommandList = later(async () => (await import("./command-list.client.tsx")).CommandList);

/** The list of commands of whatever page is open; nothing on a page that has none. */
export function CommandPalette() {
  const t = useTranslations("commands");
  const [isOpen, setOpen] = useState(false);
  const commands = useRegisteredCommands();
  const hasCommands = commands.length > 0;
  useShortcuts({ "mod+k": () => setOpen(hasCommands) });
  if (!hasCommands) return null;
  return (
    <>
      <IconButton label={t("openList")} shortcut="Ctrl K" onPress={() => setOpen(true)}>
        <Command size={17} strokeWidth={1.8} />
      </IconButton>
      {isOpen && (
        <Suspense>
          <CommandList onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
