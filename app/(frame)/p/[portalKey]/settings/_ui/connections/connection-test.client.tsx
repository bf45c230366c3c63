"use client";

import { useTranslations } from "use-intl";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import type { DeliveryResult } from "../../../../../../../lib/steps/shared.ts";
import { ConnectionFault } from "./connection-fault.client.tsx";
import type { Connections } from "./use-connections.ts";
import own from "./connections.module.css";

/** Sends a signed message and shows what the other side answered. */
export function ConnectionTest({ id, test }: { id: string; test: Connections["test"] }) {
  const t = useTranslations("settings.connections.test");
  return (
    <div className={own.test}>
      <Button size="sm" isPending={test.isPending} onPress={() => test.mutate(id)}>
        {t("send")}
      </Button>
      <div role="status">{test.data !== undefined && <Result result={test.data} />}</div>
      <ConnectionFault error={test.error} />
    </div>
  );
}

function Result({ result: { status, durationMs, error, answer } }: { result: DeliveryResult }) {
  const t = useTranslations("settings.connections.test");
  const fault = useTranslations("outsideFaults");
  const isAccepted = status !== null && status >= 200 && status < 300;
  const text =
    status === null
      ? t("silent", { error: fault(error ?? "failed") })
      : t(isAccepted ? "accepted" : "refused", { status, ms: durationMs });
  return (
    <>
      <p className={isAccepted ? own.good : own.bad}>{text}</p>
      {answer !== null && <pre className={own.answer}>{answer}</pre>}
    </>
  );
}
