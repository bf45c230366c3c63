"use client";

import { RotateCw, type LucideIcon } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReactNode } from "react";
import { Button } from "../controls/button.client.tsx";
import type { ProblemKind } from "../session/problem.ts";
import { StateView } from "./state-view.tsx";

interface Props {
  kind: ProblemKind;
  icon: LucideIcon;
  tone: "plain" | "danger" | "warning";
  level: 1 | 2;
  onRetry: (() => void) | null;
  children?: ReactNode;
}

/** A known kind of problem in our own words. */
export function ProblemView({ kind, icon: Icon, tone, level, onRetry, children }: Props) {
  const t = useTranslations("errors");
  return (
    <StateView
      isAlert
      level={level}
      icon={<Icon size={30} strokeWidth={1.6} />}
      tone={tone}
      title={t(`${kind}.title`)}
      actions={
        onRetry !== null && (
          <Button look="primary" onPress={onRetry}>
            <RotateCw size={16} />
            {t("retry")}
          </Button>
        )
      }
    >
      <p>{t(`${kind}.text`)}</p>
      {children}
    </StateView>
  );
}
