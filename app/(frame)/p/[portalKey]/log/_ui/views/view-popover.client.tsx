"use client";

import { Check, Link2, Plus, RotateCcw, Save, Star, Users } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReactNode, RefObject } from "react";
import { READY_VIEWS, type SavedView } from "../../../../../../../lib/views/shared.ts";
import { PopoverBox } from "../../../../../../_ui/controls/popover-box.client.tsx";
import type { LogAddressState } from "../use-log-address.ts";
import type { Views } from "./use-views.ts";
import { addressOf, contentOfView, type CurrentView } from "./view-content.ts";
import type { ViewTask } from "./view-menu.client.tsx";
import styles from "./views.module.css";

interface Props {
  trigger: RefObject<HTMLElement | null>;
  state: LogAddressState;
  views: Views;
  current: CurrentView | null;
  isChanged: boolean;
  onTask(task: ViewTask): void;
  onOpenChange(isOpen: boolean): void;
}

export function ViewPopover(props: Props) {
  const { trigger, state, views, current, isChanged, onTask, onOpenChange } = props;
  const t = useTranslations("views");
  const { change } = state;
  const editOf = ({ isOwn, name, userName: user }: SavedView) =>
    isOwn ? t("edit", { name }) : t("editOf", { name, user });
  const show = (part: Parameters<typeof change>[0]) => {
    change(part);
    onOpenChange(false);
  };
  const saved = current?.kind === "saved" ? current.view : null;
  const saveAs = (
    <Action icon={<Plus size={16} />} onPress={() => onTask("save-as")}>
      {t(saved === null ? "save" : "saveAs")}
    </Action>
  );
  const discard = () => {
    const kept = current === null ? null : contentOfView(current);
    if (kept !== null) show(addressOf(kept));
  };
  return (
    <PopoverBox label={t("menu")} trigger={trigger} onOpenChange={onOpenChange}>
      <div className={styles.box}>
        <div className={styles.group}>
          {saved?.isOwn === false && saveAs}
          {saved !== null && (
            <Action icon={<Save size={16} />} onPress={() => onTask("save")}>
              {saved.isOwn && isChanged ? t("saveChanges") : editOf(saved)}
            </Action>
          )}
          {isChanged && (
            <Action icon={<RotateCcw size={16} />} onPress={discard}>
              {t("discard")}
            </Action>
          )}
          {saved?.isOwn !== false && saveAs}
          <Action icon={<Link2 size={16} />} onPress={() => onTask("link")}>
            {t("link.copy")}
          </Action>
        </div>
        {views.views.length === 0 && <p className={styles.empty}>{t("empty")}</p>}
        {(["own", "shared"] as const).map((part) => (
          <SavedGroup key={part} part={part} {...{ views, current }} onShow={show} />
        ))}
        <h3 className={styles.heading}>{t("ready")}</h3>
        <div className={styles.group}>
          {READY_VIEWS.map(({ name, content }) => (
            <Action
              key={name}
              isCurrent={current?.id === name}
              onPress={() => show({ ...addressOf(content), saved: name })}
            >
              {t(`readyNames.${name}`)}
            </Action>
          ))}
        </div>
      </div>
    </PopoverBox>
  );
}

interface GroupProps {
  part: "own" | "shared";
  views: Views;
  current: CurrentView | null;
  onShow(part: Parameters<LogAddressState["change"]>[0]): void;
}

function SavedGroup({ part, views, current, onShow }: GroupProps) {
  const t = useTranslations("views");
  const shown = views.views.filter(({ isOwn }) => isOwn === (part === "own"));
  if (shown.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{t(part)}</h3>
      <div className={styles.group}>
        {shown.map((view) => (
          <Action
            key={view.id}
            isCurrent={current?.id === view.id}
            onPress={() => onShow({ ...addressOf(view.content), saved: view.id })}
          >
            <ViewName view={view} />
          </Action>
        ))}
      </div>
    </>
  );
}

function ViewName({ view }: { view: SavedView }) {
  const t = useTranslations("views");
  const { name, isOwn, userName, isShared, isDefault } = view;
  return (
    <>
      <span className={styles.name}>{isOwn ? name : t("byName", { name, user: userName })}</span>
      {isShared && isOwn && <Users size={14} role="img" aria-label={t("shared")} />}
      {isDefault && <Star size={14} role="img" aria-label={t("isDefault")} />}
    </>
  );
}

interface ActionProps {
  icon?: ReactNode;
  isCurrent?: boolean;
  onPress(): void;
  children: ReactNode;
}

function Action({ icon, isCurrent = false, onPress, children }: ActionProps) {
  return (
    <button
      type="button"
      className={styles.action}
      aria-current={isCurrent ? "true" : undefined}
      onClick={onPress}
    >
      <span className={styles.sign} aria-hidden="true">
        {isCurrent ? <Check size={16} /> : icon}
      </span>
      {children}
    </button>
  );
}
