"use client";

import { useRouter } from "next/navigation.js";
import type { AnchorHTMLAttributes, MouseEvent } from "react";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** A link between our pages. It never loads the document anew: the session lives in its memory. */
export function AppLink({ href, ...props }: Props) {
  const router = useRouter();
  const go = (event: MouseEvent) => {
    const opensElsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (opensElsewhere || event.button !== 0) return;
    event.preventDefault();
    router.push(href);
  };
  return <a {...props} href={href} onClick={go} onPointerEnter={() => router.prefetch(href)} />;
}
