"use client";

import type { ReactNode } from "react";
import { AppLink } from "./app-link.client.tsx";
import { classes } from "./classes.ts";
import styles from "./button.module.css";

interface Props {
  href: string;
  look?: "primary" | "outline" | "plain";
  children: ReactNode;
}

export function ButtonLink({ href, look = "outline", children }: Props) {
  return (
    <AppLink href={href} className={classes(styles.button, styles[look])}>
      {children}
    </AppLink>
  );
}
