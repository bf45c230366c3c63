"use client";

import { useTranslations } from "use-intl";
import { useEffect, useState, type RefObject } from "react";
import type { PersonView, ReaderView } from "../../../../../../lib/access/shared.ts";
import { Avatar } from "../../../../../_ui/controls/avatar.tsx";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { PopoverBox } from "../../../../../_ui/controls/popover-box.client.tsx";
import { SearchField } from "../../../../../_ui/controls/search-field.client.tsx";
import { usePeople } from "./use-access.ts";
import access from "./access.module.css";
import form from "./settings-form.module.css";
import styles from "./settings.module.css";

const TYPING_MS = 250;

interface Props {
  trigger: RefObject<HTMLElement | null>;
  readers: readonly ReaderView[];
  onOpenChange(isOpen: boolean): void;
  onPick(person: PersonView): void;
}

/** Looks for somebody on the portal by name or number. */
export function PeoplePopover({ trigger, readers, onOpenChange, onPick }: Props) {
  const t = useTranslations("settings.readers");
  const [text, setText] = useState("");
  const find = useSettled(text.trim());
  const { data, error, isFetching } = usePeople(find);
  const known = new Set(readers.map(({ id }) => id));
  const people = find === "" ? [] : (data ?? []);
  return (
    <PopoverBox label={t("add")} trigger={trigger} onOpenChange={onOpenChange}>
      <div className={access.people}>
        <div className={access.search}>
          <SearchField label={t("search")} value={text} autoFocus onChange={setText} />
        </div>
        <ul className={classes(form.items, access.found)} aria-busy={isFetching}>
          {people.map((person) => (
            <li key={person.id} className={form.item}>
              <span className={access.person}>
                <Avatar user={{ ...person, isKnown: true, isActive: true }} />
                {person.name} <span className={styles.small}>#{person.id}</span>
              </span>
              <Button size="sm" isDisabled={known.has(person.id)} onPress={() => onPick(person)}>
                {known.has(person.id) ? t("there") : t("choose", { name: person.name })}
              </Button>
            </li>
          ))}
        </ul>
        <p className={styles.small} role="status">
          {error !== null && t("notFound")}
          {error === null && find !== "" && data?.length === 0 && !isFetching && t("nobody")}
          {find === "" && t("hint")}
        </p>
      </div>
    </PopoverBox>
  );
}

/** The text once nobody types any more. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
