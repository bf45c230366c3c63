"use client";

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useState } from "react";
import { IconButton } from "../../../../../../_ui/controls/button.client.tsx";
import { useCommands } from "../../../../../../_ui/keys/commands.ts";
import type { LogFilter } from "../log-address.ts";
import { later } from "../../../../../../_ui/later.ts";

const ExportDialog = later(async () => (await import("./export-dialog.client.tsx")).ExportDialog);

interface Props {
  filter: LogFilter;
  shown: readonly string[];
  /** Not while the key exports the entries picked in the list. */
  hasKey: boolean;
}

/** Opens the export of what the list shows. */
export function ExportButton({ filter, shown, hasKey }: Props) {
  const t = useTranslations("exports");
  const [isOpen, setOpen] = useState(false);
  const open = () => setOpen(true);
  useCommands([{ id: "export", title: t("title"), act: open, ...(hasKey && { key: "e" }) }]);
  return (
    <>
      <IconButton label={t("open")} {...(hasKey && { shortcut: "e" })} onPress={open}>
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
