"use client";

import type { ReactNode } from "react";
import { Link } from "react-aria-components/Link";
import { classes } from "./classes.ts";
import styles from "./button.module.css";

interface Props {
  href: string;
  look?: "primary" | "outline" | "plain";
  size?: "md" | "sm";
  children: ReactNode;
}

export function ButtonLink({ href, look = "outline", size = "md", children }: Props) {
  const small = size === "sm" && styles.small;
  return (
    <Link href={href} className={classes(styles.button, styles[look], small)}>
      {children}
    </Link>
  );
}
