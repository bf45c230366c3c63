"use client";

import { FileQuestion, PlugZap } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReactNode } from "react";
import type { StepView } from "../../../../../../lib/steps/shared.ts";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { isAsked, type DialogOptions } from "./dialog-options.ts";
import { PropertyField } from "./property-field.client.tsx";
import { StepSummary } from "./step-summary.client.tsx";
import { useStep } from "./use-step.ts";
import { useStepCheck } from "./use-step-check.ts";
import { useStepValues } from "./use-step-values.ts";
import styles from "./step-settings.module.css";

/** The settings of one step inside the dialog of the designer, made from the step's own description. */
export function StepSettingsPage({ code }: { code: string }) {
  const t = useTranslations("stepSettings");
  const { step, dialog, options } = useStep(code);
  const error = step.error ?? dialog.error;
  if (step.error !== null && problemKind(asProblem(step.error)) === "missing") {
    return (
      <Sheet>
        <StateView level={1} icon={<FileQuestion size={30} />} title={t("unknown.title")}>
          <p>{t("unknown.text", { code })}</p>
        </StateView>
      </Sheet>
    );
  }
  if (error !== null) {
    const again = () => void Promise.all([step.refetch(), dialog.refetch()]);
    return (
      <Sheet>
        <ErrorState level={1} error={error} onRetry={again} />
      </Sheet>
    );
  }
  if (step.data === undefined || dialog.data === undefined) {
    return (
      <Sheet>
        <SkeletonRows rows={5} rowHeight={52} />
      </Sheet>
    );
  }
  if (options === null) {
    return (
      <Sheet>
        <StateView level={1} icon={<PlugZap size={30} />} title={t("nothing.title")}>
          <p>{t("nothing.text")}</p>
        </StateView>
      </Sheet>
    );
  }
  return <Settings step={step.data} options={options} />;
}

function Sheet({ children }: { children: ReactNode }) {
  return <main className={styles.sheet}>{children}</main>;
}

function Settings({ step, options }: { step: StepView; options: DialogOptions }) {
  const t = useTranslations("stepSettings");
  const values = useStepValues(options);
  const chosen = options.properties.map((property) => [property.key, values.of(property)] as const);
  const check = useStepCheck(step.code, Object.fromEntries(chosen));
  const { properties } = options;
  const asked = properties.filter((one) => isAsked(one, { properties, of: values.of }));
  const faults = new Map((check.data?.faults ?? []).map(({ at, text }) => [at, text]));
  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">{step.name}</h1>
      <div className={styles.fields}>
        {options.missing.length > 0 && (
          <p className={styles.notice}>{t("older", { names: options.missing.join(", ") })}</p>
        )}
        {asked.map((property) => (
          <PropertyField
            key={property.id}
            property={property}
            values={values.of(property)}
            fault={faults.get(property.key) ?? null}
            groups={options.groups}
            onChange={(next) => values.set(property, next)}
          />
        ))}
      </div>
      <StepSummary check={check} groups={options.groups} isLost={values.isLost} />
    </main>
  );
}
