"use client";

import { Keyboard } from "lucide-react";
import { useTranslations } from "use-intl";
import { useState } from "react";
import { Button, IconButton } from "../controls/button.client.tsx";
import { DialogBox } from "../controls/dialog-box.client.tsx";
import { Toggle } from "../controls/toggle.client.tsx";
import { useSingleKeys } from "./single-keys.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import styles from "./shortcuts-help.module.css";

const KEYS = [
  { name: "search", keys: ["/", "Ctrl K"] },
  { name: "rows", keys: ["↑", "↓", "k", "j"] },
  { name: "pages", keys: ["PgUp", "PgDn"] },
  { name: "ends", keys: ["Ctrl Home", "Ctrl End"] },
  { name: "open", keys: ["Enter"] },
  { name: "neighbours", keys: ["[", "]"] },
  { name: "close", keys: ["Esc"] },
  { name: "time", keys: ["t"] },
  { name: "live", keys: ["l"] },
  { name: "show", keys: ["n"] },
  { name: "density", keys: ["d"] },
  { name: "help", keys: ["?"] },
] as const;

export function ShortcutsHelp() {
  const t = useTranslations("keys");
  const [isOpen, setOpen] = useState(false);
  const singleKeys = useSingleKeys();
  useShortcuts({ "?": () => setOpen(true) });
  return (
    <>
      <IconButton label={t("title")} shortcut="?" onPress={() => setOpen(true)}>
        <Keyboard size={18} strokeWidth={1.8} />
      </IconButton>
      {isOpen && (
        <DialogBox
          title={t("title")}
          onClose={() => setOpen(false)}
          actions={<Button onPress={() => setOpen(false)}>{t("done")}</Button>}
        >
          <dl className={styles.list}>
            {KEYS.map(({ name, keys }) => (
              <div key={name} className={styles.row}>
                <dt>{t(name)}</dt>
                <dd className={styles.keys}>
                  {keys.map((key) => (
                    <kbd key={key} className={styles.key}>
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <Toggle isOn={singleKeys.isOn} onChange={singleKeys.setOn}>
            {t("single")}
          </Toggle>
        </DialogBox>
      )}
    </>
  );
}
