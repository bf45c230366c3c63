"use client";

import { useTranslations } from "use-intl";
import type { StepPropertyView } from "../../../../../../lib/steps/shared.ts";
import styles from "./step-page.module.css";

interface Props {
  title: string;
  properties: StepPropertyView[];
  /** Of the step's settings, and not of what it gives back. */
  isAsked?: boolean;
}

/** Properties of a step as its declaration has them. */
export function PropertyTable({ title, properties, isAsked = false }: Props) {
  const t = useTranslations("stepPages");
  return (
    <div>
      <h2 className={styles.subtitle}>{title}</h2>
      <div className={styles.wide} tabIndex={0} role="region" aria-label={title}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t("name")}</th>
              <th scope="col">{t("kind")}</th>
              <th scope="col">{t("meaning")}</th>
            </tr>
          </thead>
          <tbody>
            {properties.map((property) => (
              <tr key={property.key}>
                <th scope="row">
                  {property.name}
                  <code>{property.key}</code>
                </th>
                <td>
                  {t(`types.${property.type}`)}
                  {property.isMultiple && <small>{t("multiple")}</small>}
                  {isAsked && property.isRequired && <small>{t("required")}</small>}
                </td>
                <td>
                  {property.description}
                  {property.options.length > 0 && (
                    <span className={styles.options}>
                      {property.options.map(({ title: option }) => option).join(" · ")}
                    </span>
                  )}
                  {property.default !== "" && (
                    <small>{t("default", { value: said(property) })}</small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function said({ options, default: value }: StepPropertyView): string {
  return options.find((option) => option.value === value)?.title ?? value;
}
