"use client";

import { Search } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import type { StepPropertyView, StepView } from "../../../../../../lib/steps/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { ButtonLink } from "../../../../../_ui/controls/button-link.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { STEP_EXAMPLES, type ExplainedStep, type StepExample } from "./step-examples.ts";
import styles from "./step-page.module.css";

/** One use of the step from its settings to what the process does with the result. */
export function StepExampleView({ name, step }: { name: ExplainedStep; step: StepView }) {
  const t = useTranslations("stepPages");
  const params = useSearchParams();
  const { portal } = useSession();
  const example: StepExample = STEP_EXAMPLES[name];
  const query = new URLSearchParams({ q: example.query ?? "" });
  return (
    <section className={styles.example} aria-label={t("example")}>
      <h2 className={styles.subtitle}>{t(`${name}.example.title`)}</h2>
      <p>{t(`${name}.example.story`)}</p>
      <div className={styles.pair}>
        <Values title={t("settings")} known={step.properties} values={example.values} />
        {Object.keys(example.outputs).length > 0 && (
          <Values title={t("outputs")} known={step.outputs} values={example.outputs} />
        )}
      </div>
      <p>{t(`${name}.example.then`)}</p>
      {example.query !== null && (
        <ButtonLink href={framePath(params, { portalKey: portal.key, page: "log", query })}>
          <Search size={16} aria-hidden="true" />
          {t("show", { query: example.query })}
        </ButtonLink>
      )}
    </section>
  );
}

interface ValuesProps {
  title: string;
  known: StepPropertyView[];
  values: Record<string, string>;
}

function Values({ title, known, values }: ValuesProps) {
  return (
    <div>
      <h3 className={styles.minor}>{title}</h3>
      <dl className={styles.values}>
        {known.flatMap(({ key, name, options }) => {
          const value = values[key];
          if (value === undefined) return [];
          const title = options.find((option) => option.value === value)?.title;
          return [
            <div key={key}>
              <dt>{name}</dt>
              <dd>{title ?? <code>{value}</code>}</dd>
            </div>,
          ];
        })}
      </dl>
    </div>
  );
}
