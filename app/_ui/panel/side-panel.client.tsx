"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useEffect, useRef, type ReactNode } from "react";
import { IconButton } from "../controls/button.client.tsx";
import { PanelEdge, usePanelWidth } from "./panel-edge.client.tsx";
import styles from "./side-panel.module.css";

interface Props {
  label: string;
  head: ReactNode;
  actions?: ReactNode;
  /** Moves the focus into the panel, when it was opened by keyboard. */
  takesFocus: boolean;
  onClose(): void;
  onNewer: (() => void) | null;
  onOlder: (() => void) | null;
  children: ReactNode;
}

/** Details beside a table. Not modal: the table stays usable; where it is narrow it covers the table. */
export function SidePanel(props: Props) {
  const t = useTranslations("panel");
  const region = useRef<HTMLElement>(null);
  const { width, setWidth } = usePanelWidth();
  useEffect(() => {
    if (props.takesFocus) region.current?.focus();
  }, [props.takesFocus]);
  return (
    <aside
      ref={region}
      className={styles.panel}
      aria-label={props.label}
      tabIndex={-1}
      style={width === null ? undefined : { flexBasis: width, width }}
    >
      <PanelEdge panel={region} width={width} onWidth={setWidth} />
      <div className={styles.bar}>
        <IconButton
          size="sm"
          label={t("newer")}
          shortcut="["
          isDisabled={props.onNewer === null}
          onPress={() => props.onNewer?.()}
        >
          <ChevronUp size={18} />
        </IconButton>
        <IconButton
          size="sm"
          label={t("older")}
          shortcut="]"
          isDisabled={props.onOlder === null}
          onPress={() => props.onOlder?.()}
        >
          <ChevronDown size={18} />
        </IconButton>
        <span className={styles.space} />
        {props.actions}
        <IconButton size="sm" label={t("close")} shortcut="Esc" onPress={props.onClose}>
          <X size={18} />
        </IconButton>
      </div>
      <div className={styles.content}>
        <header className={styles.head}>{props.head}</header>
        {props.children}
      </div>
    </aside>
  );
}
