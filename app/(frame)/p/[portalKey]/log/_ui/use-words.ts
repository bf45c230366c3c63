import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { UserView } from "../../../../../../lib/archive/shared.ts";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import type { Words } from "./field-words.ts";
import { knownSeverity } from "./severity.ts";

type Labels = ReturnType<typeof useTranslations<"log.fields">>;

export function useWords(users: Record<string, UserView>): Words {
  const t = useTranslations("log.query");
  const label: Labels = useTranslations("log.fields");
  const severity = useTranslations("severity");
  const newAddress = useTranslations("log")("newAddressValue");
  const empty = useTranslations("log.empty")("value");
  const events = useEventWords();
  return useMemo(() => {
    const isField = (name: string): name is Parameters<Labels>[0] =>
      label.has(name as Parameters<Labels>[0]);
    return {
      events,
      users,
      label: (field) => (isField(field) ? label(field) : field),
      severity: (code) => {
        const known = knownSeverity(code);
        return known === null ? code : severity(known);
      },
      empty,
      newAddress,
      any: t("any"),
      not: t("not"),
    };
  }, [events, users, label, severity, empty, newAddress, t]);
}
