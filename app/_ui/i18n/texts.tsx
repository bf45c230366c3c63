import type { ReactNode } from "react";
import { askedTexts } from "./asked-texts.ts";
import { Intl } from "./intl.client.tsx";

interface Props {
  lang?: string | string[] | undefined;
  children: ReactNode;
}

/** Texts for a page drawn without a session. */
export async function Texts({ lang, children }: Props) {
  return <Intl {...await askedTexts(lang)}>{children}</Intl>;
}
