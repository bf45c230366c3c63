"use client";

import { useTranslations } from "use-intl";
import { asProblem, problemKind } from "../../../../../../_ui/session/problem.ts";
import styles from "../settings.module.css";

const KNOWN: Record<string, "taken" | "many" | "https" | "public" | "userInfo" | "fragment"> = {
  taken: "taken",
  too_many: "many",
  "must begin with https://": "https",
  "is not an address of the public internet": "public",
  "must not hold a name or password": "userInfo",
  "must not hold a fragment (#)": "fragment",
};

/** Says what the server did not take, in the reader's words where they are known. */
export function ConnectionFault({ error }: { error: Error | null }) {
  const t = useTranslations("settings.connections.faults");
  const errors = useTranslations("errors");
  if (error === null) return null;
  const problem = asProblem(error);
  const known = problem.details.map(({ message }) => KNOWN[message]).find((one) => one);
  return (
    <p className={styles.fault} role="alert">
      {known === undefined ? errors(`${problemKind(problem)}.title`) : t(known)}
    </p>
  );
}
