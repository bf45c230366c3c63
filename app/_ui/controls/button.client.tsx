"use client";

import type { MouseEventHandler, ReactNode, Ref } from "react";
import { classes } from "./classes.ts";
import styles from "./button.module.css";

type Look = "primary" | "outline" | "plain" | "danger";

interface Pressable {
  look?: Look;
  size?: "md" | "sm";
  onPress?: MouseEventHandler<HTMLButtonElement>;
  isDisabled?: boolean;
  /** Its work goes on: the button keeps the focus and does nothing until that ends. */
  isPending?: boolean;
  isExpanded?: boolean;
  /** For a button that stays in one of two states. */
  isPressed?: boolean;
  children: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "outline", size = "md", ...props }: Pressable) {
  const className = classes(styles.button, styles[look], size === "sm" && styles.small);
  return <Native {...props} className={className} />;
}

interface IconButtonProps extends Pressable {
  label: string;
  /** Key that does the same, named in the tooltip. */
  shortcut?: string;
}

export function IconButton(input: IconButtonProps) {
  const { label, shortcut, look = "plain", size = "md", ...props } = input;
  const small = size === "sm" && styles.small;
  return (
    <Native
      {...props}
      label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      className={classes(styles.button, styles[look], styles.iconOnly, small)}
    />
  );
}

interface NativeProps extends Omit<Pressable, "look" | "size"> {
  className: string;
  label?: string;
  title?: string;
}

function Native(props: NativeProps) {
  const {
    onPress,
    isDisabled = false,
    isPending = false,
    isExpanded,
    isPressed,
    label,
    ...rest
  } = props;
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      aria-expanded={isExpanded}
      aria-pressed={isPressed}
      aria-disabled={isPending ? true : undefined}
      disabled={isDisabled}
      onClick={isPending ? undefined : onPress}
    />
  );
}
