"use client";

import { useTranslations } from "use-intl";
import { Button } from "../controls/button.client.tsx";
import { DialogBox } from "../controls/dialog-box.client.tsx";
import { Toggle } from "../controls/toggle.client.tsx";
import { useSingleKeys } from "./single-keys.ts";
import styles from "./shortcuts-help.module.css";

const KEYS = [
  { name: "search", keys: ["/"] },
  { name: "commands", keys: ["Ctrl K"] },
  { name: "rows", keys: ["↑", "↓", "k", "j"] },
  { name: "cells", keys: ["←", "→", "Home", "End"] },
  { name: "pages", keys: ["PgUp", "PgDn"] },
  { name: "ends", keys: ["Ctrl Home", "Ctrl End"] },
  { name: "open", keys: ["Enter"] },
  { name: "menu", keys: ["m", "Shift F10"] },
  { name: "pick", keys: ["Space"] },
  { name: "extend", keys: ["Shift ↑", "Shift ↓"] },
  { name: "pickAll", keys: ["Ctrl A"] },
  { name: "copyPicked", keys: ["c"] },
  { name: "compare", keys: ["v"] },
  { name: "find", keys: ["i"] },
  { name: "pretty", keys: ["p"] },
  { name: "wrap", keys: ["w"] },
  { name: "density", keys: ["d"] },
  { name: "width", keys: ["Ctrl Shift ←", "Ctrl Shift →"] },
  { name: "facets", keys: ["f"] },
  { name: "neighbours", keys: ["[", "]"] },
  { name: "context", keys: ["x"] },
  { name: "moment", keys: ["u"] },
  { name: "copy", keys: ["c"] },
  { name: "copyLink", keys: ["y"] },
  { name: "close", keys: ["Esc"] },
  { name: "time", keys: ["t"] },
  { name: "shift", keys: [",", "."] },
  { name: "wider", keys: ["-"] },
  { name: "back", keys: ["b"] },
  { name: "live", keys: ["l"] },
  { name: "show", keys: ["n"] },
  { name: "exportLog", keys: ["e"] },
  { name: "saveView", keys: ["s"] },
  { name: "help", keys: ["?"] },
] as const;

export function ShortcutsList({ onClose }: { onClose(): void }) {
  const t = useTranslations("keys");
  const singleKeys = useSingleKeys();
  return (
    <DialogBox
      title={t("title")}
      onClose={onClose}
      actions={<Button onPress={onClose}>{t("done")}</Button>}
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
  );
}
