"use client";

import { createContext, use, type ReactNode } from "react";
import { highlightParts } from "./highlight-parts.ts";
import styles from "./marked.module.css";

const NONE: readonly string[] = [];
const Needles = createContext<readonly string[]>(NONE);

/** What is searched for, for all texts below. */
export function MarksProvider(props: { needles: readonly string[]; children: ReactNode }) {
  return <Needles value={props.needles}>{props.children}</Needles>;
}

/** A text with what is searched for underlined in it; without `needles`, those of the page. */
export function Marked({ text, needles }: { text: string; needles?: readonly string[] }) {
  const ofPage = use(Needles);
  const wanted = needles ?? ofPage;
  if (wanted.length === 0) return text;
  return highlightParts(text, wanted).map((part, index) =>
    part.isMatch ? (
      <mark key={index} className={styles.mark}>
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}
