"use client";

import { useTranslations } from "use-intl";
import { useId, useState, type SyntheticEvent } from "react";
import { TOKEN_LIMITS, TOKEN_SCOPES } from "../../../../../../lib/access/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { DialogBox } from "../../../../../_ui/controls/dialog-box.client.tsx";
import { ChangeFault } from "./loaded-card.client.tsx";
import { EMPTY_TOKEN, tokenFault, toDraft, type TokenForm } from "./token-draft.ts";
import { TokenExpiry } from "./token-expiry.client.tsx";
import { SCOPE_KEYS } from "./tokens-card.client.tsx";
import type { useTokens } from "./use-access.ts";
import access from "./access.module.css";
import form from "./settings-form.module.css";
import styles from "./settings.module.css";

interface Props {
  create: ReturnType<typeof useTokens>["create"];
  onClose(): void;
}

/** What the key shall be for; then the key itself, this once. */
export function TokenDialog({ create, onClose }: Props) {
  if (create.data !== undefined) return <MadeToken token={create.data.token} onClose={onClose} />;
  return <NewToken create={create} onClose={onClose} />;
}

function NewToken({ create, onClose }: Props) {
  const t = useTranslations("settings.tokens");
  const [draft, setDraft] = useState<TokenForm>(EMPTY_TOKEN);
  const [isTried, setTried] = useState(false);
  const change = (part: Partial<TokenForm>) => setDraft({ ...draft, ...part });
  const fault = isTried ? tokenFault(draft, new Date()) : null;
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (tokenFault(draft, new Date()) !== null || create.isPending) return;
    create.mutate(toDraft(draft, new Date()));
  };
  return (
    <DialogBox
      title={t("new")}
      isWide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button look="primary" isPending={create.isPending} onPress={save}>
            {t("create")}
          </Button>
        </>
      }
    >
      <form onSubmit={save}>
        <Name value={draft.name} isWrong={fault?.at === "name"} onChange={change} />
        <Scopes draft={draft} onChange={change} />
        <Networks value={draft.networks} isWrong={fault?.at === "networks"} onChange={change} />
        <TokenExpiry draft={draft} isWrong={fault?.at === "expiry"} onChange={change} />
        {fault !== null && (
          <p className={form.wrong} role="alert">
            {t(`wrong.${fault.reason}`, { text: fault.text, network: fault.network })}
          </p>
        )}
        <ChangeFault text={t("notCreated")} error={create.error} />
      </form>
    </DialogBox>
  );
}

interface FieldProps {
  value: string;
  isWrong: boolean;
  onChange(part: Partial<TokenForm>): void;
}

function Name({ value, isWrong, onChange }: FieldProps) {
  const t = useTranslations("settings.tokens");
  const id = useId();
  return (
    <div className={access.set}>
      <label className={access.legend} htmlFor={id}>
        {t("name")}
      </label>
      <input
        id={id}
        className={form.field}
        autoFocus
        maxLength={TOKEN_LIMITS.name}
        placeholder={t("nameHint")}
        aria-invalid={isWrong}
        value={value}
        onChange={(event) => onChange({ name: event.target.value })}
      />
    </div>
  );
}

function Scopes({ draft, onChange }: Pick<FieldProps, "onChange"> & { draft: TokenForm }) {
  const t = useTranslations("settings.tokens");
  return (
    <fieldset className={access.set}>
      <legend className={access.legend}>{t("scopes")}</legend>
      {TOKEN_SCOPES.map((scope) => (
        <label key={scope} className={access.check}>
          <input
            type="checkbox"
            checked={draft.scopes.includes(scope)}
            onChange={({ target }) => {
              const others = draft.scopes.filter((one) => one !== scope);
              onChange({ scopes: target.checked ? [...others, scope] : others });
            }}
          />
          {t(`scope.${SCOPE_KEYS[scope]}`)} <code className={styles.small}>{scope}</code>
        </label>
      ))}
    </fieldset>
  );
}

function Networks({ value, isWrong, onChange }: FieldProps) {
  const t = useTranslations("settings.tokens");
  const id = useId();
  return (
    <div className={access.set}>
      <label className={access.legend} htmlFor={id}>
        {t("networks")}
      </label>
      <textarea
        id={id}
        className={classes(form.field, form.mono, access.area)}
        spellCheck={false}
        placeholder={"203.0.113.0/24\n2001:db8::/32"}
        aria-invalid={isWrong}
        aria-describedby={`${id}-note`}
        value={value}
        onChange={(event) => onChange({ networks: event.target.value })}
      />
      <p id={`${id}-note`} className={styles.small}>
        {t("networksNote")}
      </p>
    </div>
  );
}

function MadeToken({ token, onClose }: { token: string; onClose(): void }) {
  const t = useTranslations("settings.tokens");
  return (
    <DialogBox
      title={t("made1")}
      isWide
      onClose={onClose}
      actions={
        <Button look="primary" onPress={onClose}>
          {t("done")}
        </Button>
      }
    >
      <p>{t("once")}</p>
      <div className={access.secret}>
        <code>{token}</code>
        <CopyButton text={token} label={t("copy")}>
          {t("copy")}
        </CopyButton>
      </div>
    </DialogBox>
  );
}
