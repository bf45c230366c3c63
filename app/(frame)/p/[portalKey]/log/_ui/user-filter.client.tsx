"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { UserView } from "../../../../../../lib/archive/shared.ts";
import { Avatar } from "../../../../../_ui/controls/avatar.tsx";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";
import { chosenIn } from "./query-language.ts";

// Number 0 stands for events without a user.
const NOBODY = "0";

interface Props {
  q: string;
  users: Record<string, UserView>;
  onChange(ids: string[]): void;
}

/** People seen in the rows, or anyone by number; 0 means events without a user. */
export function UserFilter({ q, users, onChange }: Props) {
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
    return [{ id: NOBODY, title: t("none") }, ...people];
  }, [users, t]);
  const itemFor = (text: string): PickerItem | null => {
    const number = text.replace(/^#/, "");
    return /^\d{1,9}$/.test(number) ? { id: number, title: t("byNumber", { number }) } : null;
  };
  return (
    <Picker
      label={t("label")}
      // The conditions below the box say who is chosen.
      value={null}
      items={items}
      selected={chosenIn(q, "user").map((id) => (id === "" ? NOBODY : id))}
      isMultiple
      searchLabel={t("search")}
      onChange={(ids) => onChange(ids.map((id) => (id === NOBODY ? "" : id)))}
      itemFor={itemFor}
    />
  );
}
