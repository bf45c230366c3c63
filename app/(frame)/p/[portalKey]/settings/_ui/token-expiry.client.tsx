"use client";

import { useTranslations } from "use-intl";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { EXPIRIES, type Expiry, type TokenForm } from "./token-draft.ts";
import access from "./access.module.css";
import form from "./settings-form.module.css";

interface Props {
  draft: TokenForm;
  isWrong: boolean;
  onChange(part: Partial<TokenForm>): void;
}

/** When the key ends: in so many days, on a day, or never. */
export function TokenExpiry({ draft, isWrong, onChange }: Props) {
  const t = useTranslations("settings.tokens");
  const options = EXPIRIES.map((id) => ({ id, title: t(`expiry.${id}`) }));
  return (
    <div className={access.set}>
      <span className={access.legend} aria-hidden="true">
        {t("ends")}
      </span>
      <div className={form.line}>
        <Choice<Expiry>
          label={t("ends")}
          look="chips"
          options={options}
          value={draft.expiry}
          onChange={(expiry) => onChange({ expiry })}
        />
        {draft.expiry === "date" && (
          <input
            type="date"
            className={classes(form.field, form.select)}
            aria-label={t("lastDay")}
            aria-invalid={isWrong}
            value={draft.date}
            onChange={(event) => onChange({ date: event.target.value })}
          />
        )}
      </div>
    </div>
  );
}
