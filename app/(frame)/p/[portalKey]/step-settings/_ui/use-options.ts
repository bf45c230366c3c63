import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { eventTitle, knownEventTypes, SEVERITIES } from "../../../../../../lib/archive/shared.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import type { DialogProperty } from "./dialog-options.ts";

/** What can be chosen for a property, by names; codes of events and severities have theirs in every language. */
export function useOptions(property: DialogProperty): { value: string; title: string }[] {
  const t = useTranslations("stepSettings");
  const severity = useTranslations("severity");
  const { lang } = useSession();
  return useMemo(() => {
    if (property.type === "bool") {
      return [
        { value: "Y", title: t("yes") },
        { value: "N", title: t("no") },
      ];
    }
    if (property.input === "severities") {
      return SEVERITIES.map((code) => ({ value: code, title: severity(code) }));
    }
    if (property.input !== "event-types") return property.options;
    const words = lang === "ru" ? "ru" : "en";
    return knownEventTypes()
      .map(({ code }) => ({ value: code, title: eventTitle(code, words) }))
      .sort((left, right) => left.title.localeCompare(right.title, words));
  }, [property, lang, t, severity]);
}
