import type { useTranslations } from "use-intl";
import { BrandMark } from "../brand/mark.tsx";
import styles from "./not-embedded.module.css";

const STEPS = ["portal", "menu", "open"] as const;

interface Props {
  reason: "direct" | "lost" | "missing";
  t: ReturnType<typeof useTranslations<"notEmbedded">>;
}

/** Shown outside a portal: what the application is and how to open it. */
export function NotEmbeddedCard({ reason, t }: Props) {
  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <div className={styles.brand}>
          <BrandMark size={40} />
          <span className={styles.name}>{t("name")}</span>
        </div>
        <h1 className={styles.title}>{t(`${reason}.title`)}</h1>
        <p className={styles.text}>{t(`${reason}.text`)}</p>
        <ol className={styles.steps}>
          {STEPS.map((step, index) => (
            <li key={step} className={styles.step}>
              <span className={styles.number} aria-hidden="true">
                {index + 1}
              </span>
              {t(`steps.${step}`)}
            </li>
          ))}
        </ol>
        <p className={styles.about}>{t("about")}</p>
      </section>
    </main>
  );
}
