"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { UserView } from "../../../../../../lib/archive/shared.ts";
import { Avatar } from "../../../../../_ui/controls/avatar.tsx";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";

interface Props {
  user: number | null;
  users: Record<string, UserView>;
  onChange(user: number | null): void;
}

/** People seen in the rows, or anyone by number; 0 means events without a user. */
export function UserFilter({ user, users, onChange }: Props) {
  const t = useTranslations("log.userFilter");
  const items = useMemo((): PickerItem[] => {
    const people = Object.values(users)
      .sort((left, right) => left.name.localeCompare(right.name))
      .map((person) => ({
        id: String(person.id),
        title: person.isKnown ? person.name : `#${person.id}`,
        ...(person.isKnown && { note: `#${person.id}` }),
        sign: <Avatar user={person} />,
      }));
    return [{ id: "0", title: t("none") }, ...people];
  }, [users, t]);
  const itemFor = (text: string): PickerItem | null => {
    const number = text.replace(/^#/, "");
    return /^\d{1,15}$/.test(number) ? { id: number, title: t("byNumber", { number }) } : null;
  };
  const nameOf = (id: number) => {
    const person = users[String(id)];
    return person?.isKnown === true ? person.name : `#${id}`;
  };
  const value = user === null ? null : user === 0 ? t("none") : nameOf(user);
  return (
    <Picker
      label={t("label")}
      value={value}
      items={items}
      selected={user === null ? [] : [String(user)]}
      searchLabel={t("search")}
      onChange={([id]) => onChange(id === undefined ? null : Number(id))}
      itemFor={itemFor}
    />
  );
}
