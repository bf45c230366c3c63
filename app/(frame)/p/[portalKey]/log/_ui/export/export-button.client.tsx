"use client";

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { lazy, Suspense, useState } from "react";
import { IconButton } from "../../../../../../_ui/controls/button.client.tsx";
import { useShortcuts } from "../../../../../../_ui/keys/use-shortcuts.ts";
import type { LogFilter } from "../log-address.ts";

const ExportDialog = lazy(async () => {
  const file = await import("./export-dialog.client.tsx");
  return { default: file.ExportDialog };
});

/** Opens the export of what the list shows. */
export function ExportButton({ filter, shown }: { filter: LogFilter; shown: readonly string[] }) {
  const t = useTranslations("exports");
  const [isOpen, setOpen] = useState(false);
  useShortcuts({ e: () => setOpen(true) });
  return (
    <>
      <IconButton label={t("open")} shortcut="e" onPress={() => setOpen(true)}>
        <Download size={17} strokeWidth={1.8} />
      </IconButton>
      {isOpen && (
        <Suspense>
          <ExportDialog filter={filter} shown={shown} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
