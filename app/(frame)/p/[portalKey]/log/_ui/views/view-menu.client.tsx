"use client";

import { Bookmark } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useRef, useState } from "react";
import { classes } from "../../../../../../_ui/controls/classes.ts";
import { useCommands } from "../../../../../../_ui/keys/commands.ts";
import type { LogAddressState } from "../use-log-address.ts";
import type { LogColumns } from "../use-log-columns.client.tsx";
import { useViewLink } from "./use-view-link.ts";
import { useDefaultView, useViews } from "./use-views.ts";
import { contentOfView, findView, isChanged, shownContent } from "./view-content.ts";
import { later } from "../../../../../../_ui/later.ts";
import styles from "./views.module.css";

const ViewPopover = later(async () => (await import("./view-popover.client.tsx")).ViewPopover);
const ViewDialog = later(async () => (await import("./view-dialog.client.tsx")).ViewDialog);
const LinkDialog = later(async () => (await import("./link-dialog.client.tsx")).LinkDialog);

export type ViewTask = "save" | "save-as" | "link";

interface Props {
  state: LogAddressState;
  /** Those of the list: a view and a link keep them. */
  columns: Pick<LogColumns, "shown" | "isReady">;
}

/** The view that is shown, whether it was changed since, and the way to all others. */
export function ViewMenu({ state, columns }: Props) {
  const t = useTranslations("views");
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [task, setTask] = useState<ViewTask | null>(null);
  const views = useViews();
  const linkFault = useViewLink(state);
  useDefaultView(state, views);
  const saveTitle = useTranslations("logCommands")("saveView");
  const { address } = state;
  const current = findView(address.saved, views.views);
  const kept = current === null ? null : contentOfView(current);
  const isOther = kept !== null && columns.isReady && isChanged(kept, address, columns.shown);
  const shown = shownContent(address, columns.shown);
  const name =
    current?.kind === "saved"
      ? current.view.name
      : current?.kind === "ready"
        ? t(`readyNames.${current.name}`)
        : null;
  const begin = (next: ViewTask) => {
    setOpen(false);
    // What failed the last time is not said of this one.
    views.reset();
    setTask(next);
  };
  // A colleague's view is changed only by who chooses that from the menu.
  const isOwn = current?.kind === "saved" && current.view.isOwn;
  const save = () => begin(isOwn ? "save" : "save-as");
  useCommands([{ id: "saveView", title: saveTitle, key: "s", act: save }]);
  const end = () => setTask(null);
  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={`${t("menu")} (s)`}
        onClick={() => setOpen(true)}
      >
        <Bookmark size={16} aria-hidden="true" />
        <span className={classes(styles.current, name === null && styles.none)}>
          {name ?? t("none")}
        </span>
        {isOther && <span className={styles.changed}>{t("changed")}</span>}
      </button>
      {linkFault !== null && (
        <span className={styles.fault} role="alert">
          {t(linkFault === "missing" ? "missing" : "faults.failed")}
        </span>
      )}
      <Suspense>
        {isOpen && (
          <ViewPopover
            trigger={trigger}
            {...{ state, views, current }}
            isChanged={isOther}
            onTask={begin}
            onOpenChange={setOpen}
          />
        )}
        {(task === "save" || task === "save-as") && (
          <ViewDialog {...{ state, views, task, current, shown }} onClose={end} />
        )}
        {task === "link" && <LinkDialog shown={shown} onClose={end} />}
      </Suspense>
    </>
  );
}
