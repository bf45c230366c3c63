"use client";

import { Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { Autocomplete, useFilter } from "react-aria-components/Autocomplete";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { SearchField } from "react-aria-components/SearchField";
import { Button } from "../controls/button.client.tsx";
import { DialogBox } from "../controls/dialog-box.client.tsx";
import picker from "../controls/picker.module.css";
import { useRegisteredCommands } from "./commands.ts";
import styles from "./shortcuts-help.module.css";

/** Every action of the page by its name. */
export function CommandList({ onClose }: { onClose(): void }) {
  const t = useTranslations("commands");
  const close = useTranslations("keys")("done");
  const commands = useRegisteredCommands();
  const { contains } = useFilter({ sensitivity: "base" });
  const run = (id: string) => {
    onClose();
    // After the window is gone and the focus is back: an action may put it somewhere else.
    setTimeout(() => commands.find((command) => command.id === id)?.act());
  };
  return (
    <DialogBox
      title={t("title")}
      onClose={onClose}
      actions={<Button onPress={onClose}>{close}</Button>}
    >
      <Autocomplete filter={contains}>
        <SearchField className={picker.search ?? ""} aria-label={t("search")} autoFocus>
          <Search size={16} aria-hidden="true" />
          <Input className={picker.input ?? ""} placeholder={t("search")} />
        </SearchField>
        <ListBox
          className={styles.commands ?? ""}
          aria-label={t("title")}
          items={commands}
          onAction={(id) => run(String(id))}
          renderEmptyState={() => <p className={picker.none}>{t("none")}</p>}
        >
          {(command) => (
            <ListBoxItem id={command.id} textValue={command.title} className={picker.item ?? ""}>
              <span className={styles.commandTitle}>{command.title}</span>
              {command.key !== undefined && (
                <kbd className={styles.key}>{keyLabel(command.key)}</kbd>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
    </DialogBox>
  );
}

function keyLabel(key: string): string {
  if (key === "Escape") return "Esc";
  return key === "mod+k" ? "Ctrl K" : key;
}
