"use client";

import { useTranslations } from "use-intl";
import {
  ENTRY_ORDERS,
  isEntryOrder,
  type EntryOrder,
} from "../../../../../../lib/archive/shared.ts";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { Toggle } from "../../../../../_ui/controls/toggle.client.tsx";
import { DENSITIES } from "./density.ts";
import styles from "./list-bars.module.css";
import type { ListView } from "./use-list-view.ts";

interface Props {
  list: ListView;
  sort: EntryOrder;
  onSort(sort: EntryOrder): void;
}

/** How rows are drawn, above the columns. */
export function ListLook({ list, sort, onSort }: Props) {
  const t = useTranslations("listLook");
  const orders = useTranslations("logOrder");
  const { look, folding } = list;
  return (
    <div className={styles.look}>
      <Choice
        label={t("density")}
        look="segments"
        options={DENSITIES.map((id) => ({ id, title: t(id) }))}
        value={look.density}
        onChange={look.setDensity}
      />
      <label className={styles.order}>
        <span>{orders("label")}</span>
        <select
          className={styles.select}
          value={sort}
          onChange={({ target }) => {
            if (isEntryOrder(target.value)) onSort(target.value);
          }}
        >
          {ENTRY_ORDERS.map((order) => (
            <option key={order} value={order}>
              {orders(order)}
            </option>
          ))}
        </select>
      </label>
      <Toggle isOn={look.isWrapped} onChange={look.toggleWrap}>
        {t("wrap")}
      </Toggle>
      <Toggle isOn={folding.isOn} onChange={folding.toggle}>
        {t("fold")}
      </Toggle>
      <p className={styles.hint}>{t("foldHint")}</p>
    </div>
  );
}
