"use client";

import { Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { useId, useState, type SyntheticEvent } from "react";
import type { MasksView } from "../../../../../../lib/archive/shared.ts";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { ChangeFault, LoadedCard } from "./loaded-card.client.tsx";
import { maskFault, type MaskRule } from "./mask-rule.ts";
import { useMasks } from "./use-archive-settings.ts";
import form from "./settings-form.module.css";
import styles from "./settings.module.css";

/** What is masked: the rules that always hold, in words, and those of this portal. */
export function MasksCard() {
  const t = useTranslations("settings.masks");
  const { query, save } = useMasks();
  return (
    <LoadedCard title={t("title")} note={t("note")} query={query}>
      {({ builtIn, rules }) => (
        <>
          <BuiltIn masks={builtIn} />
          <h3 className={form.subtitle}>{t("own")}</h3>
          {rules.length === 0 && <p className={styles.small}>{t("none")}</p>}
          <ul className={form.items}>
            {rules.map((rule) => (
              <li key={`${rule.kind} ${rule.value}`} className={form.item}>
                <span>
                  {t(`kind.${rule.kind}`)} <code>{rule.value}</code>
                </span>
                <IconButton
                  size="sm"
                  label={t("remove", { name: rule.value })}
                  isPending={save.isPending}
                  onPress={() => save.mutate(rules.filter((one) => one !== rule))}
                >
                  <Trash2 size={15} />
                </IconButton>
              </li>
            ))}
          </ul>
          <AddRule
            rules={rules}
            isPending={save.isPending}
            onAdd={(rule, onDone) => save.mutate([...rules, rule], { onSuccess: onDone })}
          />
          <ChangeFault text={t("failed")} error={save.error} />
        </>
      )}
    </LoadedCard>
  );
}

function BuiltIn({ masks }: { masks: MasksView["builtIn"] }) {
  const t = useTranslations("settings.masks");
  const lang = useLocale() === "ru" ? "ru" : "en";
  return (
    <details className={form.details}>
      <summary>{t("builtIn", { count: masks.length })}</summary>
      <ul className={form.items}>
        {masks.map(({ id, title, example }) => (
          <li key={id} className={classes(form.item, form.stacked)}>
            <span>{title[lang]}</span>
            <code className={styles.small}>{example}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

const KINDS: MaskRule["kind"][] = ["key", "text"];

interface AddProps {
  rules: readonly MaskRule[];
  isPending: boolean;
  onAdd(rule: MaskRule, onDone: () => void): void;
}

function AddRule({ rules, isPending, onAdd }: AddProps) {
  const t = useTranslations("settings.masks");
  const id = useId();
  const [kind, setKind] = useState<MaskRule["kind"]>("key");
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const rule = { kind, value: text.trim() };
  const fault = isTried ? maskFault(rule, rules) : null;
  const add = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (maskFault(rule, rules) !== null || isPending) return;
    onAdd(rule, () => {
      setText("");
      setTried(false);
    });
  };
  const kinds = KINDS.map((one) => ({ id: one, title: t(`kind.${one}`) }));
  return (
    <form className={form.form} onSubmit={add}>
      <Choice<MaskRule["kind"]>
        label={t("kindLabel")}
        look="segments"
        options={kinds}
        value={kind}
        onChange={setKind}
      />
      <div className={form.line}>
        <input
          className={classes(form.field, form.grow)}
          aria-label={t(`label.${kind}`)}
          placeholder={t(`label.${kind}`)}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : id}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button isPending={isPending} onPress={add}>
          {t("add")}
        </Button>
      </div>
      {fault !== null && (
        <p id={id} className={form.wrong} role="alert">
          {fault === "there" ? t("there") : t(`wrong.${kind}`)}
        </p>
      )}
    </form>
  );
}
