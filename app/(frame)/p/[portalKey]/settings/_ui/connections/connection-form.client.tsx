"use client";

import { useTranslations } from "use-intl";
import { useId } from "react";
import { CONNECTION_LIMITS } from "../../../../../../../lib/steps/shared.ts";
import form from "../settings-form.module.css";
import own from "./connections.module.css";
import type { ConnectionDraft } from "./use-connections.ts";

export type DraftFault = "name" | "url";

/** What the page itself can see; the server knows more of addresses. */
export function draftFault({ name, url }: ConnectionDraft): DraftFault | null {
  if (name.trim() === "") return "name";
  const isAddress = URL.canParse(url.trim()) && /^https?:/i.test(url.trim());
  return isAddress ? null : "url";
}

interface Props {
  draft: ConnectionDraft;
  fault: DraftFault | null;
  onChange(draft: ConnectionDraft): void;
  onSubmit(): void;
}

export function ConnectionForm({ draft, fault, onChange, onSubmit }: Props) {
  const t = useTranslations("settings.connections");
  const ids = { name: useId(), url: useId(), nameNote: useId(), urlNote: useId() };
  return (
    <form
      className={own.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <label htmlFor={ids.name}>{t("name")}</label>
      <input
        id={ids.name}
        className={form.field}
        autoFocus
        autoComplete="off"
        maxLength={CONNECTION_LIMITS.name}
        aria-invalid={fault === "name"}
        aria-describedby={ids.nameNote}
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.target.value })}
      />
      <p id={ids.nameNote} className={fault === "name" ? form.wrong : own.note}>
        {t(fault === "name" ? "wrong.name" : "nameHint")}
      </p>
      <label htmlFor={ids.url}>{t("url")}</label>
      <input
        id={ids.url}
        className={form.field}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        placeholder="https://jobs.example.com/bitrix24"
        maxLength={CONNECTION_LIMITS.url}
        aria-invalid={fault === "url"}
        aria-describedby={ids.urlNote}
        value={draft.url}
        onChange={(event) => onChange({ ...draft, url: event.target.value })}
      />
      <p id={ids.urlNote} className={fault === "url" ? form.wrong : own.note}>
        {t(fault === "url" ? "wrong.url" : "urlHint")}
      </p>
      <button type="submit" hidden />
    </form>
  );
}
