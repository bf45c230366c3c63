"use client";

import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components/Button";
import { Tooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import { classes } from "./classes.ts";
import styles from "./button.module.css";

type Look = "primary" | "outline" | "plain" | "danger";

interface Props extends Omit<ButtonProps, "className" | "children"> {
  look?: Look;
  size?: "md" | "sm";
  children: ReactNode;
}

export function Button({ look = "outline", size = "md", ...props }: Props) {
  const small = size === "sm" && styles.small;
  return <AriaButton {...props} className={classes(styles.button, styles[look], small)} />;
}

interface IconButtonProps extends Omit<ButtonProps, "className" | "children" | "aria-label"> {
  label: string;
  /** Key that does the same, shown in the tooltip. */
  shortcut?: string;
  look?: Look;
  size?: "md" | "sm";
  children: ReactNode;
}

export function IconButton(input: IconButtonProps) {
  const { label, shortcut, look = "plain", size = "md", ...props } = input;
  const small = size === "sm" && styles.small;
  const className = classes(styles.button, styles[look], styles.iconOnly, small);
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...props} aria-label={label} className={className} />
      <Tooltip className={styles.tooltip ?? ""} offset={6}>
        {label}
        {shortcut !== undefined && <kbd>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
