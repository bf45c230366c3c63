"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useEffect, useRef, useState } from "react";
import type { EntryView, UserView } from "../../../../../../../lib/archive/shared.ts";
import { IconButton } from "../../../../../../_ui/controls/button.client.tsx";
import { useCommands } from "../../../../../../_ui/keys/commands.ts";
import { later } from "../../../../../../_ui/later.ts";

const CopyItems = later(async () => (await import("./copy-items.client.tsx")).CopyItems);

interface Props {
  entry: EntryView;
  users: Record<string, UserView>;
  link: string | null;
  /** Not while the key copies the entries picked in the list. */
  hasKey: boolean;
}

/** Copies the entry in the form another place wants. */
export function CopyMenu({ entry, users, link, hasKey }: Props) {
  const t = useTranslations("entryPanel.copy");
  const trigger = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<"idle" | "open" | "copied">("idle");
  const title = useTranslations("logCommands")("copyEntry");
  const open = () => setState("open");
  useCommands([{ id: "copyEntry", title, act: open, ...(hasKey && { key: "c" }) }]);
  useEffect(() => {
    if (state !== "copied") return;
    const timer = setTimeout(() => setState("idle"), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const isCopied = state === "copied";
  return (
    <>
      <IconButton
        ref={trigger}
        size="sm"
        label={isCopied ? t("done") : t("label")}
        {...(hasKey && { shortcut: "c" })}
        isExpanded={state === "open"}
        onPress={open}
      >
        {isCopied ? <Check size={16} /> : <Copy size={16} />}
      </IconButton>
      <span className="visually-hidden" role="status">
        {isCopied ? t("done") : ""}
      </span>
      {state === "open" && (
        <Suspense>
          <CopyItems
            entry={entry}
            users={users}
            link={link}
            trigger={trigger}
            onCopied={() => setState("copied")}
            onClose={() => setState((now) => (now === "open" ? "idle" : now))}
          />
        </Suspense>
      )}
    </>
  );
}
