"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useState } from "react";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { asProblem } from "../../../../../_ui/session/problem.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { KeepSelect } from "./keep-select.client.tsx";
import { ChangeFault, LoadedCard } from "./loaded-card.client.tsx";
import * as edit from "./retention-draft.ts";
import { RetentionEffect } from "./retention-effect.client.tsx";
import { RetentionRule } from "./retention-rule.client.tsx";
import { useRetention, type NamedRetention } from "./use-archive-settings.ts";
import form from "./settings-form.module.css";
import styles from "./settings.module.css";

/** How long entries are kept; what a change removes is shown and confirmed before it is saved. */
export function RetentionCard() {
  const t = useTranslations("settings.retention");
  const retention = useRetention();
  return (
    <LoadedCard title={t("title")} note={t("note")} query={retention.query}>
      {(view) => <RetentionForm view={view} retention={retention} />}
    </LoadedCard>
  );
}

interface FormProps {
  view: NamedRetention;
  retention: ReturnType<typeof useRetention>;
}

function RetentionForm({ view, retention: { preview, save } }: FormProps) {
  const t = useTranslations("settings.retention");
  const stored = edit.toDraft(view.rules);
  const [changed, setChanged] = useState<edit.RetentionDraft | null>(null);
  const draft = changed ?? stored;
  const isChanged = changed !== null && !edit.isSameDraft(changed, stored);
  const change = (next: edit.RetentionDraft | null) => {
    setChanged(next);
    preview.reset();
    save.reset();
  };
  const look = () => preview.mutate(edit.toRules(draft));
  const confirm = (confirmedCount: number) => {
    const rules = edit.toRules(draft);
    save.mutate(
      { rules, confirmedCount },
      {
        onSuccess: () => {
          setChanged(null);
          preview.reset();
        },
        // Entries come and go: the count that was confirmed may be of a minute ago.
        onError: (error) => {
          if (asProblem(error).code === "conflict") preview.mutate(rules);
        },
      },
    );
  };
  const isMoved = save.error !== null && asProblem(save.error).code === "conflict";
  return (
    <>
      <Rules draft={draft} onChange={change} />
      <div className={form.form}>
        {!edit.isComplete(draft) && <p className={form.wrong}>{t("empty")}</p>}
        {isChanged && (
          <div className={form.line}>
            <Button
              isPending={preview.isPending}
              isDisabled={!edit.isComplete(draft)}
              onPress={look}
            >
              {t(preview.isPending ? "looking" : "look")}
            </Button>
            <Button look="plain" onPress={() => change(null)}>
              {t("discard")}
            </Button>
          </div>
        )}
        {isMoved && <p role="alert">{t("moved")}</p>}
        {isChanged && preview.data !== undefined && (
          <RetentionEffect
            preview={preview.data}
            isPending={save.isPending}
            onSave={() => confirm(preview.data.removed)}
          />
        )}
        <ChangeFault text={t("failed")} error={isMoved ? null : (preview.error ?? save.error)} />
        <Footer view={view} isSaved={save.isSuccess} />
      </div>
    </>
  );
}

interface RulesProps {
  draft: edit.RetentionDraft;
  onChange(draft: edit.RetentionDraft): void;
}

function Rules({ draft, onChange }: RulesProps) {
  const t = useTranslations("settings.retention");
  const { rules } = draft;
  return (
    <>
      <ol className={form.rules}>
        {rules.map((rule, index) => (
          <RetentionRule
            key={rule.id}
            rule={rule}
            name={t("rule", { number: index + 1 })}
            isFirst={index === 0}
            isLast={index === rules.length - 1}
            onChange={(changed) => onChange(edit.changeRule(draft, changed))}
            onMove={(step) => onChange(edit.moveRule(draft, rule.id, step))}
            onRemove={() => onChange(edit.removeRule(draft, rule.id))}
          />
        ))}
      </ol>
      <div className={form.form}>
        <div className={form.line}>
          <span>{t("rest")}</span>
          <span className={form.pair}>
            <span className={form.label}>{t("keep")}</span>
            <KeepSelect
              label={t("keepOf", { name: t("rest") })}
              value={draft.months}
              onChange={(months) => onChange({ ...draft, months })}
            />
          </span>
          <Button size="sm" onPress={() => onChange(edit.addRule(draft))}>
            <Plus size={15} />
            {t("add")}
          </Button>
        </div>
      </div>
    </>
  );
}

function Footer({ view, isSaved }: { view: NamedRetention; isSaved: boolean }) {
  const t = useTranslations("settings.retention");
  const zone = useZone();
  const { changedAt, changedBy, changedByName, isResorting } = view;
  const name = changedByName ?? `#${changedBy ?? 0}`;
  return (
    <>
      <p role="status" className={isSaved ? form.done : "visually-hidden"}>
        {isSaved ? t("saved") : ""}
      </p>
      {isResorting && <p className={styles.small}>{t("resorting")}</p>}
      <p className={styles.small}>
        {changedAt === null ? t("usual") : t("changed", { name, at: zone.format(changedAt) })}
      </p>
    </>
  );
}
