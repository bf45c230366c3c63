"use client";

import { useTranslations } from "use-intl";
import type { EntryView } from "../../../../../../../lib/archive/shared.ts";
import { addressClass } from "./address-class.ts";

/** What kind of address it is, and whether the archive had it from this user before. */
export function AddressNote({ entry }: { entry: EntryView }) {
  const t = useTranslations("entryPanel");
  const network = addressClass(entry.remoteAddr);
  const name = network === null ? null : t(`network.${network}`);
  if (entry.isNewAddress !== true) return name;
  return name === null ? t("firstHere") : t("firstFrom", { network: name });
}
