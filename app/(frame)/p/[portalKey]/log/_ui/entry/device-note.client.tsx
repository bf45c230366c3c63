"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { readDevice } from "./device.ts";

/** Loaded with what knows the browsers, when an entry has a user agent. */
export function DeviceNote({ userAgent }: { userAgent: string }) {
  const t = useTranslations("entryPanel");
  const device = useMemo(() => readDevice(userAgent), [userAgent]);
  if (device === null) return null;
  const { browser, system } = device;
  if (browser === null) return system;
  return system === null ? browser : t("device", { browser, system });
}
