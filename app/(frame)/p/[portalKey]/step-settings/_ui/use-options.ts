import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { eventTitle, SEVERITIES, titledCodes } from "../../../../../../lib/archive/shared.ts";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import type { DialogProperty } from "./dialog-options.ts";

/** What can be chosen for a property, by names; codes of events and severities have theirs in every language. */
export function useOptions(property: DialogProperty): { value: string; title: string }[] {
  const t = useTranslations("stepSettings");
  const severity = useTranslations("severity");
  const words = useEventWords();
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
    return titledCodes(words)
      .map((code) => ({ value: code, title: eventTitle(code, words) }))
      .sort((left, right) => left.title.localeCompare(right.title, words.lang));
  }, [property, words, t, severity]);
}
