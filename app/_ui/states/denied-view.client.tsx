"use client";

import { UserCog } from "lucide-react";
import { useTranslations } from "use-intl";
import { Sheet } from "../shell/sheet.tsx";
import { StateView } from "./state-view.tsx";

export function DeniedView() {
  const t = useTranslations("denied");
  return (
    <Sheet>
      <StateView level={1} icon={<UserCog size={30} strokeWidth={1.6} />} title={t("title")}>
        <p>{t("text")}</p>
      </StateView>
    </Sheet>
  );
}
