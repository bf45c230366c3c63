"use client";

import { useTranslations } from "use-intl";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { Toggle } from "../../../../../_ui/controls/toggle.client.tsx";
import { DENSITIES } from "./density.ts";
import styles from "./list-bars.module.css";
import type { ListView } from "./use-list-view.ts";

/** How rows are drawn, above the columns. */
export function ListLook({ list }: { list: ListView }) {
  const t = useTranslations("listLook");
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
